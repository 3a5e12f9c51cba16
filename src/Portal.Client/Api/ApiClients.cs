using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Client.Access;
using Portal.Client.AccessReview;
using Portal.Client.Alerts;
using Portal.Client.Assistants;
using Portal.Client.Audit;
using Portal.Client.Backups;
using Portal.Client.CannedReplies;
using Portal.Client.Costs;
using Portal.Client.Desk;
using Portal.Client.Embed;
using Portal.Client.Handling;
using Portal.Client.Import;
using Portal.Client.Keys;
using Portal.Client.Limits;
using Portal.Client.Models;
using Portal.Client.Organization;
using Portal.Client.People;
using Portal.Client.Policies;
using Portal.Client.Pricing;
using Portal.Client.Projects;
using Portal.Client.Providers;
using Portal.Client.Runs;
using Portal.Client.Security;
using Portal.Client.Sharing;
using Portal.Client.Threads;
using Portal.Client.Usage;
using Portal.Client.Webhooks;

namespace Portal.Client.Api;

public static class ApiClients
{
    /// <summary>Every feature's interface over HTTP; an <see cref="HttpClient"/> with the portal's address is the caller's to add.</summary>
    public static IServiceCollection AddApiClients(this IServiceCollection services)
    {
        services.TryAddScoped<VisitorAccess>();
        services.AddScoped<ApiClient>();
        services.AddScoped<ISessionService, SessionClient>();
        services.AddScoped<IProjectsService, ProjectsClient>();
        services.AddScoped<IPeopleService, PeopleClient>();
        services.AddScoped<IInvitesService, InvitesClient>();
        services.AddScoped<IProfileService, ProfileClient>();
        services.AddScoped<ITableChoices, TableChoicesClient>();
        services.AddScoped<IProjectHomeService, ProjectHomeClient>();
        services.AddScoped<IAccessReviewService, AccessReviewClient>();
        services.AddScoped<IKeysService, KeysClient>();
        services.AddScoped<IAssistantsService, AssistantsClient>();
        services.AddScoped<IAssistantVersionsService, AssistantVersionsClient>();
        services.AddScoped<IAssistantTransferService, AssistantTransferClient>();
        services.AddScoped<IAssistantDraftsService, AssistantDraftsClient>();
        services.AddScoped<IThreadsService, ThreadsClient>();
        services.AddScoped<IMessagesService, MessagesClient>();
        services.AddScoped<IThreadQueueService, ThreadQueueClient>();
        services.AddScoped<ICannedRepliesService, CannedRepliesClient>();
        services.AddScoped<ISharingService, SharingClient>();
        services.AddScoped<IEmbedService, EmbedClient>();
        services.AddScoped<IRunsService, RunsClient>();
        services.AddScoped<IEventsHub, EventsHub>();
        services.AddScoped<IThreadEvents, ThreadEventsClient>();
        services.AddScoped<IHandlingService, HandlingClient>();
        services.AddScoped<IDeskService, DeskClient>();
        services.AddScoped<IDeskEvents, DeskEventsClient>();
        services.AddScoped<ILimitsService, LimitsClient>();
        services.AddScoped<IBudgetsService, BudgetsClient>();
        services.AddScoped<IRefusalsService, RefusalsClient>();
        services.AddScoped<ILimitsEvents, LimitsEventsClient>();
        services.AddScoped<IModelsService, ModelsClient>();
        services.AddScoped<IPoliciesService, PoliciesClient>();
        services.AddScoped<IApprovalsService, ApprovalsClient>();
        services.AddScoped<ISafetyEventsService, SafetyEventsClient>();
        services.AddScoped<IProvidersService, ProvidersClient>();
        services.AddScoped<IProviderHealthService, ProviderHealthClient>();
        services.AddScoped<IOrganizationService, OrganizationClient>();
        services.AddScoped<IImportService, ImportClient>();
        services.AddScoped<IBackupsService, BackupsClient>();
        services.AddScoped<IAuditService, AuditClient>();
        services.AddScoped<ISavedFilters, SavedFiltersClient>();
        services.AddScoped<IUsageService, UsageClient>();
        services.AddScoped<ICostsService, CostsClient>();
        services.AddScoped<IUsageCallsService, UsageCallsClient>();
        services.AddScoped<IPricingService, PricingClient>();
        services.AddScoped<IReconciliationService, ReconciliationClient>();
        services.AddScoped<IUsageImportsService, UsageImportsClient>();
        services.AddScoped<IAlertsService, AlertsClient>();
        services.AddScoped<IAlertsEvents, AlertsEventsClient>();
        services.AddScoped<IAlertDeliveryService, AlertDeliveryClient>();
        services.AddScoped<IWebhooksService, WebhooksClient>();
        services.AddScoped<ITwoFactorService, TwoFactorClient>();
        services.AddScoped<IPasskeysService, PasskeysClient>();
        return services;
    }
}
