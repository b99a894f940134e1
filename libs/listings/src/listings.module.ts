import { Module } from '@nestjs/common';
import { CasesModule } from '#cases';
import { ClientsModule } from '#clients';
import { DeskModule } from '#desk';
import { DeadlineAlarm } from './deadline-alarm.service.js';
import { ListingFreezing } from './listing-freezing.service.js';
import { ListingReading } from './listing-reading.service.js';
import { ListingResults } from './listing-results.service.js';
import { ListingSealing } from './listing-sealing.service.js';
import { ListingsJobs } from './listings.jobs.js';
import { Listings } from './listings.service.js';

const services = [Listings, ListingSealing, ListingFreezing, ListingReading, ListingResults, DeadlineAlarm];

@Module({
  imports: [CasesModule, ClientsModule, DeskModule],
  providers: [...services, ListingsJobs],
  exports: [...services, ListingsJobs],
})
export class ListingsModule {}
