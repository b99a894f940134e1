import { Global, Module, type Type } from '@nestjs/common';
import { ContactMeter } from '#contacts';
import { ResolutionModule } from '#resolution';
import { createWorld, type World } from './world.js';

/** Nothing is charged: metering is not what these tests are about. */
class FreeMeter extends ContactMeter {
  judge(): Promise<never[]> {
    return Promise.resolve([]);
  }
  charge(): Promise<void> {
    return Promise.resolve();
  }
  retract(): Promise<void> {
    return Promise.resolve();
  }
}

@Global()
@Module({ providers: [{ provide: ContactMeter, useClass: FreeMeter }], exports: [ContactMeter] })
class FreeMeteringModule {}

/** A world in which cases are decided and everything up to the outbox follows. */
export function createResolutionWorld(modules: Type[] = []): Promise<World> {
  return createWorld([FreeMeteringModule, ResolutionModule, ...modules]);
}
