import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { BillingModule } from '#billing';
import { CasesModule } from '#cases';
import { ClientsModule } from '#clients';
import { ContactsModule } from '#contacts';
import { CallModule, ContactScreenModule, DeskModule, QualityModule, WrapUpModule } from '#desk';
import { IdentityModule } from '#identity';
import { InsightModule } from '#insight';
import { IntakeModule } from '#intake';
import { ListingsModule } from '#listings';
import { MeteringModule } from '#metering';
import { DeskTelephonyModule, NotificationsModule } from '#notifications';
import { PlatformModule, type Clock, type Env } from '#platform';
import { ResolutionModule } from '#resolution';
import { MeController } from './account/me.controller.js';
import { SessionController } from './account/session.controller.js';
import { CaseViews } from './client/case-view.js';
import { CasesController } from './client/cases.controller.js';
import { ContactPlansController } from './client/contact-plans.controller.js';
import { DecisionsController } from './client/decisions.controller.js';
import { MessageTemplatesController } from './client/message-templates.controller.js';
import { MessagesController } from './client/messages.controller.js';
import { NotificationSettingsController } from './client/notification-settings.controller.js';
import { PhoneSendersController } from './client/phone-senders.controller.js';
import { PoliciesController } from './client/policies.controller.js';
import { RefundListingsController, ReplacementListingsController } from './client/listings.controllers.js';
import { RepliesController } from './client/replies.controller.js';
import { StockController } from './client/stock.controller.js';
import { UploadsController } from './client/uploads.controller.js';
import { WhatsAppTemplatesController } from './client/whatsapp-templates.controller.js';
import { CustomerAnswers } from './customer/customer-answers.js';
import { CustomerPageController } from './customer/customer-page.controller.js';
import { CustomerPages } from './customer/customer-pages.js';
import { MailboxController } from './demo/mailbox.controller.js';
import { ClaimsController } from './desk/claims.controller.js';
import { CallsController } from './desk/calls.controller.js';
import { ArticlesController } from './desk/articles.controller.js';
import { ContactConversations } from './desk/contact-conversation.js';
import { ContactDesk } from './desk/contact-desk.js';
import { ContactLinks } from './desk/contact-links.js';
import { ContactScreenController } from './desk/contact-screen.controller.js';
import { ContactScreens } from './desk/contact-screens.js';
import { ContactScripts } from './desk/contact-scripts.js';
import { DeskController } from './desk/desk.controller.js';
import { ScriptsController } from './desk/scripts.controller.js';
import { DeskViews } from './desk/desk-views.js';
import { DispositionsController } from './desk/dispositions.controller.js';
import { PresenceController } from './desk/presence.controller.js';
import { BoardController } from './desk/board.controller.js';
import { DeskEventsController } from './desk/events.controller.js';
import { ReviewFormController, ReviewsController } from './desk/reviews.controller.js';
import { ShiftsController } from './desk/shifts.controller.js';
import { StaffingController } from './desk/staffing.controller.js';
import { StatisticsController } from './desk/statistics.controller.js';
import { SuppressionsController } from './desk/suppressions.controller.js';
import { UnverifiedMailsController } from './desk/unverified-mails.controller.js';
import { WorkItemsController } from './desk/work-items.controller.js';
import { ApiDescription } from './docs/api-description.js';
import { DocsController } from './docs/docs.controller.js';
import { DeskCallHooksController } from './hooks/desk-calls.controller.js';
import { TwilioController } from './hooks/twilio.controller.js';
import { AccessGuard } from './http/access.guard.js';
import { Callers } from './http/callers.js';
import { ErrorTexts } from './http/error-texts.js';
import { HealthController } from './http/health.controller.js';
import { IdempotencyInterceptor } from './http/idempotency.interceptor.js';
import { ProblemFilter } from './http/problem.filter.js';
import { Problems } from './http/problem.js';
import { RouteTable } from './http/route-table.js';
import { SchemaPipe } from './http/schema.pipe.js';
import { SessionCookie } from './http/session-cookie.js';
import { StaffScopes } from './http/staff-scopes.js';
import { Throttle } from './http/throttle.js';
import { ApiKeysController } from './office/api-keys.controller.js';
import { ClientsController } from './office/clients.controller.js';
import { DkimKeysController } from './office/dkim-keys.controller.js';
import { InvoicesController } from './office/invoices.controller.js';
import { RatesController } from './office/rates.controller.js';
import { StatementsController } from './office/statements.controller.js';
import { UsersController } from './office/users.controller.js';

/** The libraries whose services the controllers call. */
const libraries: Type[] = [
  CasesModule,
  ContactsModule,
  IntakeModule,
  NotificationsModule,
  BillingModule,
  ClientsModule,
  IdentityModule,
  ListingsModule,
  CallModule,
  ContactScreenModule,
  DeskModule,
  DeskTelephonyModule,
  InsightModule,
  QualityModule,
  WrapUpModule,
  MeteringModule,
  ResolutionModule,
];

/** Every controller of the API, grouped by who calls it. */
const controllers: Type[] = [
  CasesController,
  ClaimsController,
  CallsController,
  ArticlesController,
  ContactScreenController,
  CustomerPageController,
  ScriptsController,
  DeskCallHooksController,
  DeskController,
  DispositionsController,
  PresenceController,
  StockController,
  UploadsController,
  MailboxController,
  MessagesController,
  MessageTemplatesController,
  ApiKeysController,
  ClientsController,
  ContactPlansController,
  DecisionsController,
  DkimKeysController,
  DocsController,
  HealthController,
  InvoicesController,
  MeController,
  NotificationSettingsController,
  PhoneSendersController,
  PoliciesController,
  RatesController,
  RefundListingsController,
  RepliesController,
  ReplacementListingsController,
  SessionController,
  StatementsController,
  SuppressionsController,
  TwilioController,
  UnverifiedMailsController,
  UsersController,
  WhatsAppTemplatesController,
  WorkItemsController,
  BoardController,
  DeskEventsController,
  ReviewFormController,
  ReviewsController,
  ShiftsController,
  StaffingController,
  StatisticsController,
];

export interface ApiOptions {
  readonly env: Env;
  readonly databaseUrl: string;
  /** For tests: a clock that stands still. */
  readonly clock?: Clock;
  /** Modules of the same process beside the API: the worker, where one process does everything. */
  readonly alongside?: readonly Type[];
}

/** Controllers and the frame around them; wiring only. */
@Module({})
export class ApiModule {
  static forRoot(options: ApiOptions): DynamicModule {
    return {
      module: ApiModule,
      imports: [PlatformModule.forRoot(options), DiscoveryModule, ...libraries, ...(options.alongside ?? [])],
      controllers,
      providers: [
        ApiDescription,
        Callers,
        CaseViews,
        ContactConversations,
        ContactDesk,
        ContactLinks,
        ContactScreens,
        ContactScripts,
        CustomerAnswers,
        CustomerPages,
        DeskViews,
        ErrorTexts,
        ProblemFilter,
        Problems,
        RouteTable,
        SessionCookie,
        StaffScopes,
        Throttle,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
        { provide: APP_PIPE, useClass: SchemaPipe },
        { provide: APP_FILTER, useExisting: ProblemFilter },
      ],
    };
  }
}
