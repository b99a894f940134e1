import { Injectable, RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { OPERATION, type OperationSpec } from './operation.js';
import type { ParameterSchema } from './schema.pipe.js';

export interface RouteParameter {
  readonly in: 'body' | 'query' | 'path';
  /** Null when the whole body or query is taken at once. */
  readonly name: string | null;
  readonly schema: ParameterSchema | null;
}

export interface Route {
  readonly handler: string;
  readonly method: string;
  /** As declared: `/v1/cases/:id`. */
  readonly path: string;
  readonly operation: OperationSpec | null;
  readonly parameters: readonly RouteParameter[];
}

const places: Readonly<Record<number, RouteParameter['in']>> = {
  [RouteParamtypes.BODY]: 'body',
  [RouteParamtypes.QUERY]: 'query',
  [RouteParamtypes.PARAM]: 'path',
};

/** Every route of the application, read from its controllers' metadata. */
@Injectable()
export class RouteTable {
  readonly routes: readonly Route[];
  private readonly patterns: readonly { readonly pattern: RegExp; readonly method: string }[];

  constructor(discovery: DiscoveryService) {
    const scanner = new MetadataScanner();
    this.routes = discovery
      .getControllers()
      .filter(({ metatype }) => metatype)
      .flatMap(({ metatype }) => readRoutes(metatype as Type, scanner));
    this.patterns = this.routes.map(({ path, method }) => ({
      pattern: new RegExp(
        `^${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:[A-Za-z]+/g, '[^/]+')}/?$`,
      ),
      method,
    }));
  }

  /** The methods that a URL answers to; empty when there is nothing. */
  methodsOf(url: string): string[] {
    const path = url.split('?', 1)[0] ?? '';
    return [
      ...new Set(this.patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method)),
    ];
  }

  /** Throws with every route that does not say who may call it: such an application must not start. */
  requireOperations(): void {
    const silent = this.routes.filter((route) => !route.operation).map((route) => route.handler);
    if (silent.length > 0) throw new Error(`routes without @Operation: ${silent.join(', ')}`);
  }
}

function readRoutes(controller: Type, scanner: MetadataScanner): Route[] {
  const prototype = controller.prototype as Record<string, object>;
  const bases = toPaths(Reflect.getMetadata(PATH_METADATA, controller));
  return scanner.getAllMethodNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    if (!handler) return [];
    const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
    if (method === undefined) return [];
    const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as Record<
      string,
      { data?: string; schema?: ParameterSchema }
    >;
    const parameters = Object.entries(args).flatMap(([key, { data, schema }]) => {
      const place = places[Number(key.split(':')[0])];
      return place ? [{ in: place, name: data ?? null, schema: schema ?? null }] : [];
    });
    const operation = (Reflect.getMetadata(OPERATION, handler) ?? null) as OperationSpec | null;
    return bases.flatMap((base) =>
      toPaths(Reflect.getMetadata(PATH_METADATA, handler)).map((path) => ({
        handler: `${controller.name}.${name}`,
        method: RequestMethod[method],
        path: `/${[base, path]
          .flatMap((part) => part.split('/'))
          .filter(Boolean)
          .join('/')}`,
        operation,
        parameters,
      })),
    );
  });
}

function toPaths(declared: unknown): string[] {
  return Array.isArray(declared) ? declared.map(String) : [typeof declared === 'string' ? declared : ''];
}
