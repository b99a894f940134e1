import { Global, Module } from '@nestjs/common';
import { ResultEffects } from '#listings';
import { NotificationsModule } from '#notifications';
import { ResultAnnouncements } from './result-announcements.service.js';

/** Global, for listings asks for `ResultEffects` without knowing who provides it. */
@Global()
@Module({
  imports: [NotificationsModule],
  providers: [{ provide: ResultEffects, useClass: ResultAnnouncements }],
  exports: [ResultEffects],
})
export class ResultEffectsModule {}
