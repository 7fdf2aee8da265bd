// src/shell/hear-lines.ts
var mostLines = 1e3;
var longestLine = 4096;
function hearLines(onLine, most = mostLines) {
  let last = "";
  let heard = 0;
  const tell = (line) => {
    const cut = line.length > longestLine ? `${line.slice(0, longestLine)}…` : line;
    if (cut.trim() !== "") last = cut.trim();
    heard += 1;
    if (heard <= most) onLine(cut);
    else if (heard === most + 1) onLine(`… more than ${String(most)} lines; the rest is not shown`);
  };
  const hear = (stream) => {
    let rest = "";
    stream.setEncoding("utf8");
    stream.on("data", (text) => {
      const lines = (rest + text).split(/\r\n|\r(?!$)|\n/);
      rest = lines.pop() ?? "";
      lines.forEach(tell);
      if (rest.length > longestLine) rest = rest.slice(0, longestLine + 1);
    });
    stream.on("close", () => {
      if (rest !== "") tell(rest.replace(/\r$/, ""));
      rest = "";
    });
  };
  return { hear: (...[output, errors]) => [output, errors].forEach(hear), last: () => last };
}

export {
  hearLines
};
