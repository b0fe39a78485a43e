import { frameworks } from "./frameworks.ts";
import type { SdkLocation } from "./python.ts";
import { rowsOf } from "./rows.ts";
import { accountsText, imagesText, singleVersionType, versionTypes } from "./write.ts";

/** The files of the tables and what they hold. */
export function imageTables(sdk: SdkLocation): readonly (readonly [file: string, text: string])[] {
  const rows = frameworks.flatMap((framework) => rowsOf(sdk.folder, framework));
  const header =
    "// Made by `node tools/src/image-tables/main.ts`. Do not edit.\n" +
    `// Source: image_uri_config of the SageMaker Python SDK ${sdk.version}, which AWS keeps.\n\n`;
  return [
    [
      "accounts.ts",
      `${header}/**\n * The AWS accounts that hold the images: after the name of a table each account with its ` +
        `regions. Text\n * costs nothing until it is used, unlike an object.\n */\n` +
        `export const accountsText = \`${accountsText(rows)}\`;\n`,
    ],
    [
      "images.ts",
      `${header}/**\n * Framework, scope, repository, table of accounts, Python versions, processors and base ` +
        `frameworks;\n * below that the versions. \`-\` stands for nothing.\n */\n` +
        `export const imagesText = \`${imagesText(rows)}\`;\n`,
    ],
    [
      "versions.ts",
      `${header}/** The versions of each framework and algorithm. */\n` +
        `export interface ImageVersions {\n${versionTypes(rows)}\n}\n\n` +
        `/** Those that have one version only, which need not be given. */\n// prettier-ignore\n` +
        `export type SingleVersionFramework =\n${singleVersionType(rows)};\n`,
    ],
  ];
}
