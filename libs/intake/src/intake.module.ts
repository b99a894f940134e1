import { Module } from '@nestjs/common';
import { CasesModule } from '#cases';
import { ClientsModule } from '#clients';
import { ResolutionModule } from '#resolution';
import { CaseCompletion } from './case-completion.service.js';
import { CaseImport } from './case-import.service.js';
import { CaseIntake } from './case-intake.service.js';
import { IntakeJobs } from './intake.jobs.js';
import { UploadProcessing } from './upload-processing.service.js';
import { Uploads } from './uploads.service.js';

@Module({
  imports: [ClientsModule, CasesModule, ResolutionModule],
  providers: [CaseCompletion, CaseImport, CaseIntake, IntakeJobs, UploadProcessing, Uploads],
  exports: [CaseCompletion, CaseIntake, IntakeJobs, UploadProcessing, Uploads],
})
export class IntakeModule {}
