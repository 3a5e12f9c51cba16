using Portal.Access;
using Portal.Access.Setup;
using Portal.AccessReview;
using Portal.Alerts;
using Portal.Api;
using Portal.Api.OpenApi;
using Portal.Approvals;
using Portal.Assistants;
using Portal.Audit;
using Portal.Backups;
using Portal.CannedReplies;
using Portal.Client.Layout;
using Portal.CommandLine;
using Portal.Components;
using Portal.Costs;
using Portal.Data;
using Portal.Desk;
using Portal.Embed;
using Portal.Handling;
using Portal.Health;
using Portal.Import;
using Portal.Keys;
using Portal.Limits;
using Portal.Mail;
using Portal.Models;
using Portal.Organization;
using Portal.Outbound;
using Portal.Outbox;
using Portal.People;
using Portal.Policies;
using Portal.Pricing;
using Portal.Projects;
using Portal.Providers;
using Portal.Proxy;
using Portal.Runs;
using Portal.Safety;
using Portal.Sharing;
using Portal.ThreadExport;
using Portal.Threads;
using Portal.Usage;
using Portal.Webhooks;

if (args is [HealthCheck.Switch, ..]) return await HealthCheck.Run(args);

var command = Commands.Of(args);
var builder = WebApplication.CreateBuilder(StartDefaults.Options(command is null ? args : []));
command?.Configure(builder);
builder.WebHost.UseStaticWebAssets();
builder.UseDefaultAddress().UseQuietStart();
builder.AddApi();
builder.Services
    .AddData(builder.Configuration)
    .AddAccess(builder.Configuration)
    .AddKeys()
    .AddAccessReview()
    .AddAudit()
    .AddHealth()
    .AddProjects()
    .AddAssistants()
    .AddUsage()
    .AddCosts()
    // Before anything charges: what was spent is read first, and what comes is added.
    .AddLimits()
    .AddPricing()
    .AddModels(builder.Configuration)
    .AddPolicies()
    .AddSafety()
    .AddProviders()
    .AddOrganization()
    .AddBackups()
    .AddProxy(builder.Configuration)
    .AddImport()
    .AddOutbound(builder.Configuration)
    .AddMail()
    .AddPeople();
builder.Services.AddThreads().AddHandling().AddDesk().AddCannedReplies().AddSharing().AddThreadExport().AddEmbed().AddApprovals();
builder.Services.AddOutbox().AddAlerts().AddWebhooks();
builder.AddRuns();
builder.Services.AddRazorComponents().AddInteractiveWebAssemblyComponents();
builder.Services.AddPrerenderedStatus();
builder.Services.AddPages();

var app = builder.Build();
if (command is not null) return await command.Run(app);
app.UseProxy();
app.UseNotFoundPage();
app.UseMiddleware<SecurityHeaders>();
app.UseMiddleware<RequestPipeline>();
app.UseLanguages();
app.UseRouting();
app.UseEmbed();
app.UseAccess();
app.UseAntiforgery();
app.UseMiddleware<IdempotencyMiddleware>();
// Null is the manifest of this build; the browser tests name that of the published portal.
app.MapStaticAssets(app.Configuration["staticAssets"]);
app.MapApiDocs();
app.MapAccess();
app.MapHealth();
app.MapKeys();
app.MapAccessReview();
app.MapProjects();
app.MapAssistants();
app.MapUsage();
app.MapCosts();
app.MapLimits();
app.MapPricing();
app.MapAudit();
app.MapModels();
app.MapProviders();
app.MapPolicies();
app.MapSafety();
app.MapApprovals();
app.MapOrganization();
app.MapPeople();
app.MapBackups();
app.MapImport();
app.MapThreads();
app.MapCannedReplies();
app.MapSharing();
app.MapThreadExport();
app.MapEmbed();
app.MapHandling();
app.MapDesk();
app.MapAlerts();
app.MapWebhooks();
app.MapRuns();
app.MapRazorComponents<App>()
    .AddInteractiveWebAssemblyRenderMode()
    .AddAdditionalAssemblies(typeof(Portal.Client.Routes).Assembly);
return await app.Serve();
