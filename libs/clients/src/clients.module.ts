import { Module } from '@nestjs/common';
import { Clients } from './clients.service.js';

@Module({ providers: [Clients], exports: [Clients] })
export class ClientsModule {}
