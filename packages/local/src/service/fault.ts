/**
 * An error that a client gets: the name of an error of the API and a message. Any other error that
 * an operation throws is a bug of ours, and the client gets an `InternalFailure`.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/CommonErrors.html
 */
export class ServiceFault extends Error {
  override readonly name: string;
  /** The HTTP status of the answer. */
  readonly status: number;

  constructor(name: string, message: string, status = 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

/** What was given is not allowed, or not possible as things are. */
export function validationFault(message: string): ServiceFault {
  return new ServiceFault("ValidationException", message);
}

/** What is named is not there. */
export function notFound(message: string): ServiceFault {
  return new ServiceFault("ResourceNotFound", message);
}

/** It cannot be done to the thing as it is now. */
export function conflict(message: string): ServiceFault {
  return new ServiceFault("ConflictException", message);
}
