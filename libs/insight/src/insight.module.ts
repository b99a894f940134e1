import { Module } from '@nestjs/common';
import { ClientsModule } from '#clients';
import { MeteringModule } from '#metering';
import { Invariants } from './invariants.service.js';

@Module({ imports: [ClientsModule, MeteringModule], providers: [Invariants], exports: [Invariants] })
export class InsightModule {}
