import { Injectable } from '@nestjs/common';

/** The only source of the present in the libraries; tests inject one that stands still. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
