using Portal.Client.Api;
using Portal.Client.Shared;

namespace Portal.Client.Audit;

/// <summary>What the page shows of the log: its filters, and a time that moves with the day, such as the last seven days.</summary>
/// <param name="Days">The last so many days, in place of the filter's from and to.</param>
public sealed record AuditView(AuditFilter Filter, int? Days)
{
    /// <summary>The filter as it holds at this moment, to the minute, so that one view is one question.</summary>
    public AuditFilter At(DateTimeOffset now) => Days is { } days
        ? Filter with { From = (now.ToUnixTimeSeconds() / 60 * 60) - (days * 86_400), To = null }
        : Filter;

    public bool IsFiltered => this != new AuditView(new AuditFilter(ProjectId: Filter.ProjectId), null);
}

/// <summary>The filters of the log in the page's address, so that a view of it can be sent to somebody.</summary>
static class AuditAddress
{
    const int Day = 86_400;
    const int MostDays = 3_660;

    /// <summary>What cannot be read filters nothing; days are UTC, the last one included.</summary>
    public static AuditFilter Filter(
        string? action, string? actorId, string? targetId, string? project, string? outcome, string? from, string? to, string? words) => new(
            Text(action), Text(actorId), Text(targetId), Text(project),
            Enum.GetValues<AuditOutcome>().Cast<AuditOutcome?>().FirstOrDefault(value => Wording.Wire(value!.Value) == outcome),
            Seconds(from), Seconds(to) + Day, Text(words));

    public static int? Days(string? text) => int.TryParse(text, out var days) && days is > 0 and <= MostDays ? days : null;

    public static string Of(AuditFilter filter, int? days = null) => "audit" + new QueryString()
        .Add("project", filter.ProjectId)
        .Add("action", filter.Action)
        .Add("outcome", filter.Outcome is { } outcome ? Wording.Wire(outcome) : null)
        .Add("actor_id", filter.ActorId)
        .Add("target_id", filter.TargetId)
        .Add("days", days)
        .Add("from", days is null ? Date(filter.From) : null)
        .Add("to", days is null ? Date(filter.To - Day) : null)
        .Add("query", filter.Query);

    public static string? Date(long? at) => at is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd") : null;

    static long? Seconds(string? date) => DateOnly.TryParseExact(date, "yyyy-MM-dd", out var day)
        ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds()
        : null;

    static string? Text(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();
}
