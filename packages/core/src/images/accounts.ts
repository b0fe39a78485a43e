/**
 * The AWS accounts that hold SageMaker's images, by region.
 *
 * Source: `image_uri_config/{xgboost,sklearn,debugger}.json` of the SageMaker Python SDK 2.257.7,
 * which AWS keeps. The same tables, for people:
 * https://docs.aws.amazon.com/sagemaker/latest/dg-ecr-paths/sagemaker-algo-docker-registry-paths.html
 */

/** Account ids by region. */
export type AccountsByRegion = Readonly<Record<string, string>>;

/** `sagemaker-scikit-learn` and `sagemaker-xgboost`: the same accounts. */
export const frameworkAccounts: AccountsByRegion = {
  "af-south-1": "510948584623",
  "ap-east-1": "651117190479",
  "ap-northeast-1": "354813040037",
  "ap-northeast-2": "366743142698",
  "ap-northeast-3": "867004704886",
  "ap-south-1": "720646828776",
  "ap-south-2": "628508329040",
  "ap-southeast-1": "121021644041",
  "ap-southeast-2": "783357654285",
  "ap-southeast-3": "951798379941",
  "ap-southeast-4": "106583098589",
  "ca-central-1": "341280168497",
  "ca-west-1": "190319476487",
  "cn-north-1": "450853457545",
  "cn-northwest-1": "451049120500",
  "eu-central-1": "492215442770",
  "eu-central-2": "680994064768",
  "eu-north-1": "662702820516",
  "eu-south-1": "978288397137",
  "eu-south-2": "104374241257",
  "eu-west-1": "141502667606",
  "eu-west-2": "764974769150",
  "eu-west-3": "659782779980",
  "il-central-1": "898809789911",
  "me-central-1": "272398656194",
  "me-south-1": "801668240914",
  "sa-east-1": "737474898029",
  "us-east-1": "683313688378",
  "us-east-2": "257758044811",
  "us-gov-east-1": "237065988967",
  "us-gov-west-1": "414596584902",
  "us-iso-east-1": "833128469047",
  "us-isob-east-1": "281123927165",
  "us-isof-east-1": "108575199400",
  "us-isof-south-1": "124985052026",
  "us-west-1": "746614075791",
  "us-west-2": "246618743249",
};

/** `sagemaker-debugger-rules`. */
export const debuggerRulesAccounts: AccountsByRegion = {
  "af-south-1": "314341159256",
  "ap-east-1": "199566480951",
  "ap-northeast-1": "430734990657",
  "ap-northeast-2": "578805364391",
  "ap-northeast-3": "479947661362",
  "ap-south-1": "904829902805",
  "ap-southeast-1": "972752614525",
  "ap-southeast-2": "184798709955",
  "ca-central-1": "519511493484",
  "cn-north-1": "618459771430",
  "cn-northwest-1": "658757709296",
  "eu-central-1": "482524230118",
  "eu-north-1": "314864569078",
  "eu-south-1": "563282790590",
  "eu-west-1": "929884845733",
  "eu-west-2": "250201462417",
  "eu-west-3": "447278800020",
  "me-south-1": "986000313247",
  "sa-east-1": "818342061345",
  "us-east-1": "503895931360",
  "us-east-2": "915447279597",
  "us-gov-west-1": "515509971035",
  "us-west-1": "685455198987",
  "us-west-2": "895741380848",
};
