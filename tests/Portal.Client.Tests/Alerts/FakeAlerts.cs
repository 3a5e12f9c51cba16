using System.Runtime.CompilerServices;
using Portal.Client.Alerts;
using Portal.Client.Api;
using Portal.Client.Projects;
using Portal.Client.Tests.Shared;

namespace Portal.Client.Tests.Alerts;

/// <summary>Alerts in memory; a test says when they are told of live.</summary>
sealed class FakeAlerts : IAlertsService, IAlertsEvents
{
    readonly Feed<bool> live = new();

    public List<AlertFilter> Followed { get; } = [];

    public List<Alert> All { get; set; } = [];

    public List<AlertMute> Mutes { get; } = [];

    public AlertFilter? Asked { get; private set; }

    public int Reads { get; private set; }

    /// <summary>Of a page.</summary>
    public int Size { get; set; } = IAlertsEvents.Most;

    public ApiError? Refusal { get; set; }

    public AlertMuteInput? Muted { get; private set; }

    public static Alert Make(string id, string title = "80 % of a budget is spent", string? projectId = "proj_1") => new(
        id, AlertKind.BudgetThreshold, AlertSeverity.Warning, projectId, projectId is null ? null : "Support", title, "Raise it.", "limits",
        AlertStatus.Open, false, null, null, null, 1_795_435_000);

    public Task<Result<ListPage<Alert>>> List(AlertFilter filter, ListQuery query, CancellationToken cancellation)
    {
        Asked = filter;
        Reads++;
        return Answer(Newest(filter));
    }

    public Task<Result<Alert>> Get(string id, CancellationToken cancellation) => All.Find(one => one.Id == id) is { } found
        ? Answer(found with
        {
            History =
            [
                new(AlertEventType.Opened, found.CreatedAt),
                new(AlertEventType.Mail, found.CreatedAt, "ann@example.org", DeliveryStatus.Pending, 2, "The server refused.", found.CreatedAt + 300),
            ],
        })
        : Task.FromResult<Result<Alert>>(ApiError.NotFound("alert", id));

    public async IAsyncEnumerable<ListPage<Alert>> Follow(AlertFilter filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Followed.Add(filter);
        await foreach (var _ in live.Follow(cancellation)) yield return Newest(filter);
    }

    /// <summary>As the server does after each change.</summary>
    public void Say() => live.Say(true);

    public void End() => live.End();

    public async Task<Result<Alert>> Update(string id, AlertInput input, CancellationToken cancellation)
    {
        if (Refusal is not null) return Refusal;
        var changed = (await Get(id, cancellation)).Value! with { Status = input.Status, AcknowledgedByName = "Ada" };
        All[All.FindIndex(one => one.Id == id)] = changed;
        return changed;
    }

    public Task<Result<ListPage<AlertMute>>> ListMutes(ListQuery query, CancellationToken cancellation) => Answer(new ListPage<AlertMute>([.. Mutes], null, null, false));

    public Task<Result<AlertMute>> GetMute(string id, CancellationToken cancellation) => Answer(Mutes.Find(one => one.Id == id)!);

    public Task<Result<AlertMute>> Mute(AlertMuteInput input, CancellationToken cancellation)
    {
        Muted = input;
        return Answer(new AlertMute("mute_1", input.Kind, input.ProjectId, input.Until, "user_1", 0));
    }

    public Task<Result<Deleted>> Unmute(string id, CancellationToken cancellation)
    {
        Mutes.RemoveAll(one => one.Id == id);
        return Answer(new Deleted(id, "alert_mute.deleted"));
    }

    ListPage<Alert> Newest(AlertFilter filter)
    {
        var fitting = All.Where(one => filter.Status is null || one.Status == filter.Status).ToList();
        return new([.. fitting.Take(Size)], null, null, fitting.Count > Size);
    }

    Task<Result<T>> Answer<T>(T value) => Task.FromResult<Result<T>>(Refusal is { } refused ? refused : value);
}
