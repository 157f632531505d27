/** A refusal of the control plane: an HTTP status, and a message with advice. */
export class ControlError extends Error {
  override name = "ControlError" as const;
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
