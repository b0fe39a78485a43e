import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { messageOf, userError } from "../errors.ts";
import { type HasLetter, lettersOf } from "./font-letters.ts";

/** Narrow letters, so that whatever fits with the fonts of a browser fits with these. */
const fontFiles = ["DejaVuSansCondensed.ttf", "DejaVuSansCondensed-Bold.ttf"];

/** As many pixels as a picture may have: some hundred megabytes of memory. */
const mostPixels = 100_000_000;

/** What stands for a letter that no font has. */
const missingLetter = "□";

/** A picture, and the letters that no font had: a box stands for each. */
export interface Png {
  readonly bytes: Uint8Array;
  readonly missing: readonly string[];
}

let renderer: ReturnType<typeof loadRenderer> | undefined;

/**
 * An SVG picture as PNG, by a renderer in WebAssembly and fonts of our own, so that it is the same bytes
 * on every machine.
 *
 * @param svg - of @nacre/graph, with its colours written out; preferences of a reader are not known here
 * @param scale - pixels for each of the SVG's
 * @param moreFonts - font files for letters that ours do not have, such as Chinese ones
 * @throws NacreError `PICTURE_TOO_LARGE`, `BAD_FONT`
 */
export async function pngOf(
  svg: string,
  scale: number,
  moreFonts: readonly string[] = [],
): Promise<Png> {
  const { Resvg } = await (renderer ??= loadRenderer());
  const fonts = await Promise.all([...fontFiles.map(fontFile), ...moreFonts].map(readFont));
  const fontBuffers = fonts.map(({ bytes }) => bytes);
  const { shown, missing } = withBoxes(svg, (letter) => fonts.some(({ has }) => has(letter)));
  const picture = new Resvg(shown, {
    fitTo: { mode: "zoom", value: scale },
    font: {
      fontBuffers,
      loadSystemFonts: false,
      defaultFontFamily: "DejaVu Sans Condensed",
      sansSerifFamily: "DejaVu Sans Condensed",
    },
  });
  try {
    const pixels = picture.width * scale * picture.height * scale;
    if (pixels > mostPixels) {
      const most = Math.floor(Math.sqrt(mostPixels / picture.width / picture.height) * 100) / 100;
      throw userError(
        "PICTURE_TOO_LARGE",
        `a PNG at scale ${scale} would have ${Math.round(pixels / 1e6)} million pixels; at most are 100 million`,
        { help: `give --scale ${most} or less, or take --format svg` },
      );
    }
    const rendered = picture.render();
    try {
      return { bytes: rendered.asPng(), missing };
    } finally {
      rendered.free();
    }
  } finally {
    picture.free();
  }
}

/** An SVG in which a box stands for each letter that cannot be drawn, and which these are. */
function withBoxes(svg: string, has: HasLetter): { shown: string; missing: string[] } {
  const missing = new Set<string>();
  const box = (letter: string): string => {
    if (has(letter.codePointAt(0) ?? 0)) return letter;
    missing.add(letter);
    return missingLetter;
  };
  // Marks of direction and the like are not to be seen in any font.
  const letters = /(?!\p{Default_Ignorable_Code_Point})[^\0-~]/gu;
  const shown = svg.replaceAll(/(?<=<text[^>]*>)[^<]+/g, (text) => text.replaceAll(letters, box));
  return { shown, missing: [...missing] };
}

async function readFont(file: string): Promise<{ bytes: Uint8Array; has: HasLetter }> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw userError("BAD_FONT", `cannot read the font: ${messageOf(error)}`, {
      help: "check the path",
    });
  }
  const has = lettersOf(bytes);
  if (has !== undefined) return { bytes, has };
  throw userError("BAD_FONT", `${file} is no TrueType or OpenType font`, {
    help: "give a file that ends in .ttf, .otf or .ttc",
  });
}

async function loadRenderer() {
  const resvg = await import("@resvg/resvg-wasm");
  const wasm = createRequire(import.meta.url).resolve("@resvg/resvg-wasm/index_bg.wasm");
  await resvg.initWasm(await readFile(wasm));
  return { Resvg: resvg.Resvg };
}

/** Beside the built command; run from its sources, the package that the build takes them from. */
function fontFile(name: string): string {
  const own = fileURLToPath(new URL(`fonts/${name}`, import.meta.url));
  if (existsSync(own)) return own;
  return createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}`);
}
