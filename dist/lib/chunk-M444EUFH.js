// src/domain/errors.ts
var SluiceError = class extends Error {
  reasonCode;
  hint;
  constructor(reasonCode, message, options = {}) {
    super(message, options.cause === void 0 ? void 0 : { cause: options.cause });
    this.name = "SluiceError";
    this.reasonCode = reasonCode;
    this.hint = options.hint;
  }
};
function asSluiceError(thrown) {
  if (thrown instanceof SluiceError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new SluiceError("INTERNAL_ERROR", message, {
    cause: thrown,
    hint: "This is a fault of Sluice: please report it with the debug log of this step."
  });
}

export {
  SluiceError,
  asSluiceError
};
