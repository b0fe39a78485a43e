import type { ReportData } from "./data.ts";
import { type Markup, safe } from "./html.ts";
import { plainLine, type StepLog } from "./log.ts";
import type { Section } from "./section.ts";

/** Why the execution failed: the reason of each step with the end of its log, else its own. */
export function failureSection({ failures, logs, snapshot }: ReportData): Section | undefined {
  const { failureReason, status } = snapshot.execution;
  const items = failures.map(({ step, reason, log, job }) => {
    const found = logs.find((one) => one.step === step);
    const lines = log.map(plainLine).join("\n");
    return safe`<div class="failure">
      <h3>${step}</h3>
      <p>${reason}</p>
      ${found === undefined ? logText(lines, `The end of the log of ${step}`) : logMarkup(found)}
      ${found === undefined && job !== undefined ? safe`<p class="soft">job ${job}</p>` : undefined}
    </div>`;
  });
  if (items.length === 0 && failureReason !== undefined) {
    items.push(safe`<div class="failure"><p>${failureReason}</p></div>`);
  }
  if (items.length === 0) return undefined;
  const title = status === "Stopped" ? "Why it stopped" : "Why it failed";
  return { id: "failures", title, content: items };
}

/** The ends of the logs; those of steps that failed stand with their failure. */
export function logSection({ failures, logs }: ReportData): Section | undefined {
  const shown = new Set(failures.map(({ step }) => step));
  const rest = logs.filter(({ step }) => !shown.has(step));
  if (rest.length === 0) return undefined;
  const items = rest.map(
    (log) => safe`<details>
      <summary>${log.step} <span class="soft">${extent(log)}</span></summary>
      ${logText(log.lines.join("\n"), `The log of ${log.step}`)}
    </details>`,
  );
  return { id: "logs", title: "Logs", content: items };
}

function logMarkup(log: StepLog): Markup {
  return safe`<p class="soft">Log: ${extent(log)}</p>
    ${logText(log.lines.join("\n"), `The end of the log of ${log.step}`)}`;
}

/** Which part of the log it is. */
function extent({ lines, before, job }: StepLog): string {
  const count = lines.length === 1 ? "1 line" : `${lines.length} lines`;
  if (before === 0) return `${count}, job ${job}`;
  const of = before === undefined ? "many" : String(before + lines.length);
  const told = before === undefined || before + lines.length > 1 ? "lines" : "line";
  return `the last ${lines.length} of ${of} ${told}, job ${job}`;
}

/** A log that can be scrolled with the keyboard too. */
function logText(text: string, label: string): Markup | undefined {
  if (text === "") return undefined;
  return safe`<pre tabindex="0" role="group" aria-label="${label}">${text}</pre>`;
}
