import { Injectable } from '@nestjs/common';
import { Clock, Database, Jobs, systemCtx } from '#platform';
import { intakeSweep, intakeUpload } from './intake.job-specs.js';
import { callDueUploads } from './upload-progress.queries.js';
import { UploadProcessing } from './upload-processing.service.js';

/** Intake's work in the background. */
@Injectable()
export class IntakeJobs {
  constructor(
    private readonly jobs: Jobs,
    private readonly processing: UploadProcessing,
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  register(): void {
    this.jobs.handle(intakeUpload, ({ clientId, uploadId }) => this.processing.run(clientId, uploadId));
    this.jobs.handle(intakeSweep, () => this.sweep());
  }

  /** Calls a worker to each upload that is due. */
  async sweep(): Promise<void> {
    const due = await this.db.tx(systemCtx('intake', null, this.clock.now()), callDueUploads);
    for (const { client_id: clientId, id: uploadId } of due) {
      await this.jobs.wake(intakeUpload, { clientId, uploadId }, uploadId);
    }
  }
}
