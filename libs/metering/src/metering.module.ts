import { Global, Module } from '@nestjs/common';
import { ClientsModule } from '#clients';
import { ContactMeter } from '#contacts';
import { LedgerVerification } from './ledger-verification.service.js';
import { Ledger } from './ledger.service.js';
import { MeteringJobs } from './metering.jobs.js';
import { Metering } from './metering.service.js';
import { Rates } from './rates.service.js';
import { StatementBook } from './statement-book.service.js';
import { StatementClosing } from './statement-closing.service.js';
import { Statements } from './statements.service.js';

/** Global, because it answers what contacts asks without contacts knowing of it. */
@Global()
@Module({
  imports: [ClientsModule],
  providers: [
    Ledger,
    LedgerVerification,
    Metering,
    MeteringJobs,
    Rates,
    StatementBook,
    StatementClosing,
    Statements,
    { provide: ContactMeter, useExisting: Metering },
  ],
  exports: [ContactMeter, LedgerVerification, Metering, MeteringJobs, Rates, StatementClosing, Statements],
})
export class MeteringModule {}
