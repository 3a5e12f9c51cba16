using Microsoft.Extensions.DependencyInjection;
using Portal.Alerts;
using Portal.Client.Alerts;
using Portal.Client.Projects;
using Portal.Outbox;
using Portal.Tests.Fakes;
using Portal.Tests.Hosting;
using Portal.Webhooks;

namespace Portal.Tests.Alerts;

/// <summary>What tests of alerts, mail and webhooks share.</summary>
static class AlertScene
{
    /// <summary>A portal whose outbox is sent only when the test says so; webhooks may be on this machine.</summary>
    public static (PortalHost Portal, HeldTime Time) Start(Action<IServiceCollection>? services = null)
    {
        var time = new HeldTime(OutboxWorker.Interval, WebhookSender.Patience);
        var portal = PortalHost.With(
            added =>
            {
                added.AddSingleton<TimeProvider>(time);
                services?.Invoke(added);
            },
            ("Portal:Outbound:AllowedNetworks:0", "127.0.0.0/8"));
        return (portal, time);
    }

    public static Task SendDue(this PortalHost portal) =>
        portal.Services.GetRequiredService<OutboxWorker>().SendDue(TestContext.Current.CancellationToken);

    public static Task Raise(this PortalHost portal, params AlertDraft[] alerts) => portal.Write(connection =>
    {
        foreach (var alert in alerts) portal.Services.GetRequiredService<IAlerts>().Raise(connection, alert);
        return true;
    });

    public static AlertDraft Draft(string? projectId = null, string? key = null, AlertKind kind = AlertKind.BudgetThreshold, string title = "80 % of a budget is spent") =>
        new(key ?? Guid.NewGuid().ToString(), kind, AlertSeverity.Warning, projectId, title, "Raise it or wait for the next month.", "limits");

    public static async Task<Answered> SaveAlertSettings(this PortalHost portal, string json)
    {
        var saved = await portal.Admin.Post("/v2/organization/alert_settings", json);
        Assert.True(saved.Status == 200, $"{saved.Status} {saved.Body}");
        return saved;
    }

    public static async Task<Answered> AddHook(this PortalHost portal, string url, string events = """["*"]""")
    {
        var made = await portal.Admin.Post("/v2/organization/webhooks", $$"""{"url":"{{url}}","events":{{events}}}""");
        Assert.True(made.Status == 201, $"{made.Status} {made.Body}");
        return made;
    }

    /// <summary>The newest alert with its history.</summary>
    public static async Task<Answered> NewestAlert(this PortalHost portal)
    {
        var listed = await portal.Admin.Get("/v2/alerts?limit=1");
        return await portal.Admin.Get($"/v2/alerts/{listed["data"][0].GetProperty("id").GetString()}");
    }
}
