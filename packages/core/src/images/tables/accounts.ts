// Made by `node tools/src/image-tables/main.ts`. Do not edit.
// Source: image_uri_config of the SageMaker Python SDK 2.257.7, which AWS keeps.

/**
 * The AWS accounts that hold the images: after the name of a table each account with its regions. Text
 * costs nothing until it is used, unlike an object.
 */
export const accountsText = `autogluon-inference@0.3.1
 626614931356 af-south-1 871362719292 ap-east-1 763104351884 ap-northeast-1 ap-northeast-2
 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-north-1 eu-west-1
 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2 364406365360
 ap-northeast-3 772153158452 ap-south-2 907027046896 ap-southeast-3 457447274322 ap-southeast-4
 204538143572 ca-west-1 727897471807 cn-north-1 cn-northwest-1 380420809688 eu-central-2
 692866216735 eu-south-1 503227376785 eu-south-2 780543022126 il-central-1 914824155844
 me-central-1 217643126080 me-south-1 446045086412 us-gov-east-1 442386744353 us-gov-west-1
 886529160074 us-iso-east-1 094389454867 us-isob-east-1
autogluon-inference@0.6.1
 626614931356 af-south-1 871362719292 ap-east-1 763104351884 ap-northeast-1 ap-northeast-2
 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-north-1 eu-west-1
 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2 364406365360
 ap-northeast-3 907027046896 ap-southeast-3 457447274322 ap-southeast-4 204538143572 ca-west-1
 727897471807 cn-north-1 cn-northwest-1 692866216735 eu-south-1 780543022126 il-central-1
 217643126080 me-south-1 446045086412 us-gov-east-1 442386744353 us-gov-west-1 886529160074
 us-iso-east-1 094389454867 us-isob-east-1
autogluon-training@0.3.1
 626614931356 af-south-1 871362719292 ap-east-1 763104351884 ap-northeast-1 ap-northeast-2
 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-north-1 eu-west-1
 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2 364406365360
 ap-northeast-3 772153158452 ap-south-2 907027046896 ap-southeast-3 457447274322 ap-southeast-4
 204538143572 ca-west-1 380420809688 eu-central-2 692866216735 eu-south-1 503227376785
 eu-south-2 780543022126 il-central-1 914824155844 me-central-1 217643126080 me-south-1
 446045086412 us-gov-east-1 442386744353 us-gov-west-1 886529160074 us-iso-east-1 094389454867
 us-isob-east-1
autogluon-training@0.6.1
 626614931356 af-south-1 871362719292 ap-east-1 763104351884 ap-northeast-1 ap-northeast-2
 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-north-1 eu-west-1
 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2 364406365360
 ap-northeast-3 907027046896 ap-southeast-3 457447274322 ap-southeast-4 204538143572 ca-west-1
 692866216735 eu-south-1 780543022126 il-central-1 217643126080 me-south-1 446045086412
 us-gov-east-1 442386744353 us-gov-west-1 886529160074 us-iso-east-1 094389454867 us-isob-east-1
blazingtext
 455444449433 af-south-1 286214385809 ap-east-1 501404015308 ap-northeast-1 306986355934
 ap-northeast-2 867004704886 ap-northeast-3 991648021394 ap-south-1 628508329040 ap-south-2
 475088953585 ap-southeast-1 544295431143 ap-southeast-2 951798379941 ap-southeast-3
 106583098589 ap-southeast-4 469771592824 ca-central-1 190319476487 ca-west-1 390948362332
 cn-north-1 387376663083 cn-northwest-1 813361260812 eu-central-1 680994064768 eu-central-2
 669576153137 eu-north-1 257386234256 eu-south-1 104374241257 eu-south-2 685385470294 eu-west-1
 644912444149 eu-west-2 749696950732 eu-west-3 898809789911 il-central-1 272398656194
 me-central-1 249704162688 me-south-1 855470959533 sa-east-1 811284229777 us-east-1 825641698319
 us-east-2 237065988967 us-gov-east-1 226302683700 us-gov-west-1 490574956308 us-iso-east-1
 765400339828 us-isob-east-1 108575199400 us-isof-east-1 124985052026 us-isof-south-1
 632365934929 us-west-1 433757028032 us-west-2
detailed-profiler-processing
 482524230118 eu-central-1 929884845733 eu-west-1 216881608335 il-central-1 503895931360
 us-east-1 915447279597 us-east-2 895741380848 us-west-2
djl-inference@0.35.0
 626614931356 af-south-1 871362719292 ap-east-1 763104351884 ap-northeast-1 ap-northeast-2
 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-north-1 eu-west-1
 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2 364406365360
 ap-northeast-3 772153158452 ap-south-2 907027046896 ap-southeast-3 457447274322 ap-southeast-4
 550225433462 ap-southeast-5 590183813437 ap-southeast-7 204538143572 ca-west-1 727897471807
 cn-north-1 cn-northwest-1 380420809688 eu-central-2 692866216735 eu-south-1 503227376785
 eu-south-2 780543022126 il-central-1 914824155844 me-central-1 217643126080 me-south-1
 637423239942 mx-central-1 446045086412 us-gov-east-1 442386744353 us-gov-west-1 886529160074
 us-iso-east-1 094389454867 us-isob-east-1 303241398832 us-isof-east-1 454834333376
 us-isof-south-1
djl-inference@0.38.0
 626614931356 af-south-1 871362719292 ap-east-1 763104351884 ap-northeast-1 ap-northeast-2
 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-north-1 eu-west-1
 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2 364406365360
 ap-northeast-3 772153158452 ap-south-2 907027046896 ap-southeast-3 457447274322 ap-southeast-4
 550225433462 ap-southeast-5 590183813437 ap-southeast-7 204538143572 ca-west-1 727897471807
 cn-north-1 cn-northwest-1 380420809688 eu-central-2 692866216735 eu-south-1 503227376785
 eu-south-2 780543022126 il-central-1 914824155844 me-central-1 217643126080 me-south-1
 637423239942 mx-central-1 446045086412 us-gov-east-1 442386744353 us-gov-west-1
factorization-machines
 455444449433 af-south-1 286214385809 ap-east-1 351501993468 ap-northeast-1 835164637446
 ap-northeast-2 867004704886 ap-northeast-3 991648021394 ap-south-1 628508329040 ap-south-2
 475088953585 ap-southeast-1 712309505854 ap-southeast-2 951798379941 ap-southeast-3
 106583098589 ap-southeast-4 469771592824 ca-central-1 190319476487 ca-west-1 390948362332
 cn-north-1 387376663083 cn-northwest-1 664544806723 eu-central-1 680994064768 eu-central-2
 669576153137 eu-north-1 257386234256 eu-south-1 104374241257 eu-south-2 438346466558 eu-west-1
 644912444149 eu-west-2 749696950732 eu-west-3 898809789911 il-central-1 272398656194
 me-central-1 249704162688 me-south-1 855470959533 sa-east-1 382416733822 us-east-1 404615174143
 us-east-2 237065988967 us-gov-east-1 226302683700 us-gov-west-1 490574956308 us-iso-east-1
 765400339828 us-isob-east-1 108575199400 us-isof-east-1 124985052026 us-isof-south-1
 632365934929 us-west-1 174872318107 us-west-2
forecasting-deepar
 455444449433 af-south-1 286214385809 ap-east-1 633353088612 ap-northeast-1 204372634319
 ap-northeast-2 867004704886 ap-northeast-3 991648021394 ap-south-1 628508329040 ap-south-2
 475088953585 ap-southeast-1 514117268639 ap-southeast-2 951798379941 ap-southeast-3
 106583098589 ap-southeast-4 469771592824 ca-central-1 190319476487 ca-west-1 390948362332
 cn-north-1 387376663083 cn-northwest-1 495149712605 eu-central-1 680994064768 eu-central-2
 669576153137 eu-north-1 257386234256 eu-south-1 104374241257 eu-south-2 224300973850 eu-west-1
 644912444149 eu-west-2 749696950732 eu-west-3 898809789911 il-central-1 272398656194
 me-central-1 249704162688 me-south-1 855470959533 sa-east-1 522234722520 us-east-1 566113047672
 us-east-2 237065988967 us-gov-east-1 226302683700 us-gov-west-1 490574956308 us-iso-east-1
 765400339828 us-isob-east-1 108575199400 us-isof-east-1 124985052026 us-isof-south-1
 632365934929 us-west-1 156387875391 us-west-2
huggingface-pytorch-tgi-inference
 626614931356 af-south-1 871362719292 ap-east-1 975050140332 ap-east-2 763104351884
 ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1
 eu-central-1 eu-north-1 eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1
 us-west-2 364406365360 ap-northeast-3 772153158452 ap-south-2 907027046896 ap-southeast-3
 457447274322 ap-southeast-4 550225433462 ap-southeast-5 633930458069 ap-southeast-6
 590183813437 ap-southeast-7 204538143572 ca-west-1 727897471807 cn-north-1 cn-northwest-1
 380420809688 eu-central-2 692866216735 eu-south-1 503227376785 eu-south-2 780543022126
 il-central-1 914824155844 me-central-1 217643126080 me-south-1 637423239942 mx-central-1
 446045086412 us-gov-east-1 442386744353 us-gov-west-1 886529160074 us-iso-east-1 094389454867
 us-isob-east-1 303241398832 us-isof-east-1 454834333376 us-isof-south-1
huggingface-pytorch-training@4.26.0
 626614931356 af-south-1 871362719292 ap-east-1 763104351884 ap-northeast-1 ap-northeast-2
 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-north-1 eu-west-1
 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2 364406365360
 ap-northeast-3 907027046896 ap-southeast-3 204538143572 ca-west-1 727897471807 cn-north-1
 cn-northwest-1 692866216735 eu-south-1 780543022126 il-central-1 914824155844 me-central-1
 217643126080 me-south-1 446045086412 us-gov-east-1 442386744353 us-gov-west-1 886529160074
 us-iso-east-1 094389454867 us-isob-east-1
lda
 258307448986 ap-northeast-1 293181348795 ap-northeast-2 991648021394 ap-south-1 475088953585
 ap-southeast-1 297031611018 ap-southeast-2 469771592824 ca-central-1 353608530281 eu-central-1
 999678624901 eu-west-1 644912444149 eu-west-2 766337827248 us-east-1 999911452149 us-east-2
 226302683700 us-gov-west-1 490574956308 us-iso-east-1 765400339828 us-isob-east-1 632365934929
 us-west-1 266724342769 us-west-2
pytorch-inference@1.2.0
 626614931356 af-south-1 871362719292 ap-east-1 975050140332 ap-east-2 763104351884
 ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1
 eu-central-1 eu-north-1 eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1
 us-west-2 364406365360 ap-northeast-3 772153158452 ap-south-2 907027046896 ap-southeast-3
 457447274322 ap-southeast-4 550225433462 ap-southeast-5 633930458069 ap-southeast-6
 590183813437 ap-southeast-7 204538143572 ca-west-1 727897471807 cn-north-1 cn-northwest-1
 380420809688 eu-central-2 692866216735 eu-south-1 503227376785 eu-south-2 780543022126
 il-central-1 914824155844 me-central-1 217643126080 me-south-1 637423239942 mx-central-1
 446045086412 us-gov-east-1 442386744353 us-gov-west-1 886529160074 us-iso-east-1 094389454867
 us-isob-east-1
pytorch-inference@2.3.0
 626614931356 af-south-1 871362719292 ap-east-1 975050140332 ap-east-2 763104351884
 ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1
 eu-central-1 eu-north-1 eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1
 us-west-2 364406365360 ap-northeast-3 772153158452 ap-south-2 907027046896 ap-southeast-3
 457447274322 ap-southeast-4 550225433462 ap-southeast-5 633930458069 ap-southeast-6
 590183813437 ap-southeast-7 204538143572 ca-west-1 727897471807 cn-north-1 cn-northwest-1
 380420809688 eu-central-2 692866216735 eu-south-1 503227376785 eu-south-2 780543022126
 il-central-1 914824155844 me-central-1 217643126080 me-south-1 637423239942 mx-central-1
 446045086412 us-gov-east-1 442386744353 us-gov-west-1
sagemaker-chainer
 313743910680 af-south-1 057415533634 ap-east-1 520713654638 ap-northeast-1 ap-northeast-2
 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-north-1 eu-west-1
 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2 422961961927 cn-north-1
 423003514399 cn-northwest-1 048378556238 eu-south-1 724002660598 me-south-1 246785580436
 us-gov-west-1 744548109606 us-iso-east-1 453391408702 us-isob-east-1
sagemaker-clarify-processing
 811711786498 af-south-1 098760798382 ap-east-1 377024640650 ap-northeast-1 263625296855
 ap-northeast-2 912233562940 ap-northeast-3 452307495513 ap-south-1 834264404009 ap-southeast-1
 007051062584 ap-southeast-2 705930551576 ap-southeast-3 675030665977 ca-central-1 122526803553
 cn-north-1 122578899357 cn-northwest-1 017069133835 eu-central-1 730335477804 eu-central-2
 763603941244 eu-north-1 638885417683 eu-south-1 131013547314 eu-west-1 440796970383 eu-west-2
 341593696636 eu-west-3 835444307964 me-south-1 520018980103 sa-east-1 205585389593 us-east-1
 211330385671 us-east-2 598674086554 us-gov-west-1 579539705040 us-isof-east-1 411392592546
 us-isof-south-1 740489534195 us-west-1 306415355426 us-west-2
sagemaker-data-wrangler-container@1.x
 143210264188 af-south-1 707077482487 ap-east-1 649008135260 ap-northeast-1 131546521161
 ap-northeast-2 913387583493 ap-northeast-3 089933028263 ap-south-1 119527597002 ap-southeast-1
 422173101802 ap-southeast-2 557239378090 ca-central-1 245909111842 cn-north-1 249157047649
 cn-northwest-1 024640144536 eu-central-1 054986407534 eu-north-1 488287956546 eu-south-1
 245179582081 eu-west-1 894491911112 eu-west-2 807237891255 eu-west-3 376037874950 me-south-1
 424196993095 sa-east-1 663277389841 us-east-1 415577184552 us-east-2 926135532090 us-west-1
 174368400705 us-west-2
sagemaker-data-wrangler-container@3.x
 143210264188 af-south-1 707077482487 ap-east-1 649008135260 ap-northeast-1 131546521161
 ap-northeast-2 913387583493 ap-northeast-3 089933028263 ap-south-1 119527597002 ap-southeast-1
 422173101802 ap-southeast-2 557239378090 ca-central-1 245909111842 cn-north-1 249157047649
 cn-northwest-1 024640144536 eu-central-1 054986407534 eu-north-1 488287956546 eu-south-1
 245179582081 eu-west-1 894491911112 eu-west-2 807237891255 eu-west-3 406833011540 il-central-1
 376037874950 me-south-1 424196993095 sa-east-1 663277389841 us-east-1 415577184552 us-east-2
 926135532090 us-west-1 174368400705 us-west-2
sagemaker-debugger-rules
 314341159256 af-south-1 199566480951 ap-east-1 430734990657 ap-northeast-1 578805364391
 ap-northeast-2 479947661362 ap-northeast-3 904829902805 ap-south-1 972752614525 ap-southeast-1
 184798709955 ap-southeast-2 519511493484 ca-central-1 618459771430 cn-north-1 658757709296
 cn-northwest-1 482524230118 eu-central-1 314864569078 eu-north-1 563282790590 eu-south-1
 929884845733 eu-west-1 250201462417 eu-west-2 447278800020 eu-west-3 986000313247 me-south-1
 818342061345 sa-east-1 503895931360 us-east-1 915447279597 us-east-2 515509971035 us-gov-west-1
 685455198987 us-west-1 895741380848 us-west-2
sagemaker-distribution-prod
 238384257742 af-south-1 523751269255 ap-east-1 010972774902 ap-northeast-1 064688005998
 ap-northeast-2 564864627153 ap-northeast-3 245090515133 ap-south-1 022667117163 ap-southeast-1
 648430277019 ap-southeast-2 370607712162 ap-southeast-3 481561238223 ca-central-1 545423591354
 eu-central-1 175620155138 eu-north-1 810671768855 eu-south-1 819792524951 eu-west-1
 021081402939 eu-west-2 856416204555 eu-west-3 358593528301 me-central-1 523774347010 me-south-1
 567556641782 sa-east-1 885854791233 us-east-1 137914896644 us-east-2 053634841547 us-west-1
 542918446943 us-west-2
sagemaker-model-monitor-analyzer
 875698925577 af-south-1 001633400207 ap-east-1 574779866223 ap-northeast-1 709848358524
 ap-northeast-2 990339680094 ap-northeast-3 126357580389 ap-south-1 245545462676 ap-southeast-1
 563025443158 ap-southeast-2 669540362728 ap-southeast-3 536280801234 ca-central-1 453000072557
 cn-north-1 453252182341 cn-northwest-1 048819808253 eu-central-1 590183933784 eu-central-2
 895015795356 eu-north-1 933208885752 eu-south-1 437450045455 eu-south-2 468650794304 eu-west-1
 749857270468 eu-west-2 680080141114 eu-west-3 843974653677 il-central-1 588750061953
 me-central-1 607024016150 me-south-1 539772159869 sa-east-1 156813124566 us-east-1 777275614652
 us-east-2 853188333426 us-isof-east-1 467912361380 us-isof-south-1 890145073186 us-west-1
 159807026194 us-west-2
sagemaker-scikit-learn
 510948584623 af-south-1 651117190479 ap-east-1 354813040037 ap-northeast-1 366743142698
 ap-northeast-2 867004704886 ap-northeast-3 720646828776 ap-south-1 628508329040 ap-south-2
 121021644041 ap-southeast-1 783357654285 ap-southeast-2 951798379941 ap-southeast-3
 106583098589 ap-southeast-4 341280168497 ca-central-1 190319476487 ca-west-1 450853457545
 cn-north-1 451049120500 cn-northwest-1 492215442770 eu-central-1 680994064768 eu-central-2
 662702820516 eu-north-1 978288397137 eu-south-1 104374241257 eu-south-2 141502667606 eu-west-1
 764974769150 eu-west-2 659782779980 eu-west-3 898809789911 il-central-1 272398656194
 me-central-1 801668240914 me-south-1 737474898029 sa-east-1 683313688378 us-east-1 257758044811
 us-east-2 237065988967 us-gov-east-1 414596584902 us-gov-west-1 833128469047 us-iso-east-1
 281123927165 us-isob-east-1 108575199400 us-isof-east-1 124985052026 us-isof-south-1
 746614075791 us-west-1 246618743249 us-west-2
sagemaker-spark-processing
 309385258863 af-south-1 732049463269 ap-east-1 533267296287 ap-east-2 411782140378
 ap-northeast-1 860869212795 ap-northeast-2 102471314380 ap-northeast-3 105495057255 ap-south-1
 873151114052 ap-south-2 759080221371 ap-southeast-1 440695851116 ap-southeast-2 800295151634
 ap-southeast-3 819679513684 ap-southeast-4 841784149062 ap-southeast-5 471112967968
 ap-southeast-7 446299261295 ca-central-1 000907499111 ca-west-1 671472414489 cn-north-1
 844356804704 cn-northwest-1 906073651304 eu-central-1 142351485170 eu-central-2 330188676905
 eu-north-1 753923664805 eu-south-1 833944533722 eu-south-2 571004829621 eu-west-1 836651553127
 eu-west-2 136845547031 eu-west-3 408426139102 il-central-1 395420993607 me-central-1
 750251592176 me-south-1 211125459255 mx-central-1 737130764395 sa-east-1 173754725891 us-east-1
 314815235551 us-east-2 260923028637 us-gov-east-1 271483468897 us-gov-west-1 667973535471
 us-west-1 153931337802 us-west-2
sagemaker-sparkml-serving@2.2
 510948584623 af-south-1 651117190479 ap-east-1 354813040037 ap-northeast-1 366743142698
 ap-northeast-2 720646828776 ap-south-1 121021644041 ap-southeast-1 783357654285 ap-southeast-2
 341280168497 ca-central-1 450853457545 cn-north-1 451049120500 cn-northwest-1 492215442770
 eu-central-1 662702820516 eu-north-1 978288397137 eu-south-1 141502667606 eu-west-1
 764974769150 eu-west-2 659782779980 eu-west-3 801668240914 me-south-1 737474898029 sa-east-1
 683313688378 us-east-1 257758044811 us-east-2 414596584902 us-gov-west-1 833128469047
 us-iso-east-1 281123927165 us-isob-east-1 746614075791 us-west-1 246618743249 us-west-2
sagemaker-sparkml-serving@3.3
 510948584623 af-south-1 651117190479 ap-east-1 354813040037 ap-northeast-1 366743142698
 ap-northeast-2 867004704886 ap-northeast-3 720646828776 ap-south-1 121021644041 ap-southeast-1
 783357654285 ap-southeast-2 951798379941 ap-southeast-3 341280168497 ca-central-1 450853457545
 cn-north-1 451049120500 cn-northwest-1 492215442770 eu-central-1 662702820516 eu-north-1
 978288397137 eu-south-1 141502667606 eu-west-1 764974769150 eu-west-2 659782779980 eu-west-3
 801668240914 me-south-1 737474898029 sa-east-1 683313688378 us-east-1 257758044811 us-east-2
 414596584902 us-gov-west-1 833128469047 us-iso-east-1 281123927165 us-isob-east-1 746614075791
 us-west-1 246618743249 us-west-2
sagemaker-tritonserver@24.09
 626614931356 af-south-1 871362719292 ap-east-1 763104351884 ap-northeast-1 ap-northeast-2
 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-north-1 eu-west-1
 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2 364406365360
 ap-northeast-3 907027046896 ap-southeast-3 204538143572 ca-west-1 727897471807 cn-north-1
 cn-northwest-1 692866216735 eu-south-1 780543022126 il-central-1 217643126080 me-south-1
sagemaker-tritonserver@25.04
 626614931356 af-south-1 871362719292 ap-east-1 975050140332 ap-east-2 763104351884
 ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1
 eu-central-1 eu-north-1 eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1
 us-west-2 364406365360 ap-northeast-3 772153158452 ap-south-2 907027046896 ap-southeast-3
 457447274322 ap-southeast-4 550225433462 ap-southeast-5 590183813437 ap-southeast-7
 204538143572 ca-west-1 727897471807 cn-north-1 cn-northwest-1 380420809688 eu-central-2
 692866216735 eu-south-1 503227376785 eu-south-2 780543022126 il-central-1 914824155844
 me-central-1 217643126080 me-south-1 637423239942 mx-central-1
sagemaker-tritonserver@25.09
 626614931356 af-south-1 871362719292 ap-east-1 975050140332 ap-east-2 763104351884
 ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1
 eu-central-1 eu-north-1 eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1
 us-west-2 364406365360 ap-northeast-3 772153158452 ap-south-2 907027046896 ap-southeast-3
 457447274322 ap-southeast-4 550225433462 ap-southeast-5 633930458069 ap-southeast-6
 590183813437 ap-southeast-7 204538143572 ca-west-1 380420809688 eu-central-2 692866216735
 eu-south-1 503227376785 eu-south-2 780543022126 il-central-1 914824155844 me-central-1
 217643126080 me-south-1 637423239942 mx-central-1
tei
 510948584623 af-south-1 651117190479 ap-east-1 354813040037 ap-northeast-1 366743142698
 ap-northeast-2 867004704886 ap-northeast-3 720646828776 ap-south-1 628508329040 ap-south-2
 121021644041 ap-southeast-1 783357654285 ap-southeast-2 951798379941 ap-southeast-3
 106583098589 ap-southeast-4 341280168497 ca-central-1 190319476487 ca-west-1 450853457545
 cn-north-1 451049120500 cn-northwest-1 492215442770 eu-central-1 680994064768 eu-central-2
 662702820516 eu-north-1 978288397137 eu-south-1 104374241257 eu-south-2 141502667606 eu-west-1
 764974769150 eu-west-2 659782779980 eu-west-3 898809789911 il-central-1 272398656194
 me-central-1 801668240914 me-south-1 737474898029 sa-east-1 683313688378 us-east-1 257758044811
 us-east-2 237065988967 us-gov-east-1 414596584902 us-gov-west-1 833128469047 us-iso-east-1
 281123927165 us-isob-east-1 746614075791 us-west-1 246618743249 us-west-2
xgboost
 455444449433 af-south-1 286214385809 ap-east-1 501404015308 ap-northeast-1 306986355934
 ap-northeast-2 867004704886 ap-northeast-3 991648021394 ap-south-1 628508329040 ap-south-2
 475088953585 ap-southeast-1 544295431143 ap-southeast-2 951798379941 ap-southeast-3
 106583098589 ap-southeast-4 469771592824 ca-central-1 390948362332 cn-north-1 387376663083
 cn-northwest-1 813361260812 eu-central-1 680994064768 eu-central-2 669576153137 eu-north-1
 257386234256 eu-south-1 104374241257 eu-south-2 685385470294 eu-west-1 644912444149 eu-west-2
 749696950732 eu-west-3 272398656194 me-central-1 249704162688 me-south-1 855470959533 sa-east-1
 811284229777 us-east-1 825641698319 us-east-2 237065988967 us-gov-east-1 226302683700
 us-gov-west-1 490574956308 us-iso-east-1 765400339828 us-isob-east-1 632365934929 us-west-1
 433757028032 us-west-2`;
