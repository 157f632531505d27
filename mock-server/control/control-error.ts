/** The control plane refuses a request: an HTTP status, and a message that says what to do. */
export class ControlError extends Error {
  override name = "ControlError" as const;
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
