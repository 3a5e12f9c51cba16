using Portal.Client.Api;

namespace Portal.Usage;

/// <summary>What use is grouped by.</summary>
/// <param name="Sql">An expression over a row; null where the row is of no such group.</param>
/// <param name="Dimension">Under which the sums of the groups are kept; null where there are none.</param>
/// <param name="Name">The key where the group is a value of the threads' metadata.</param>
internal sealed record UsageGroup(string Sql, string? Dimension, string? Name = null)
{
    const int LongestName = 64;

    /// <summary>The sums over everything, which each call has a part in.</summary>
    public const string Whole = "project";

    /// <summary>Stands for the groups that are not told apart; no id is such.</summary>
    public const string Others = "\u0001";

    static readonly Dictionary<string, UsageGroup> Known = new[]
    {
        new UsageGroup("project_id", Whole),
        new UsageGroup("assistant_id", "assistant"),
        new UsageGroup("model", "model"),
        new UsageGroup("tier", "tier"),
        new UsageGroup("CASE WHEN actor_type = 'user' THEN actor_id END", "member"),
        new UsageGroup("CASE WHEN actor_type = 'key' THEN actor_id END", "key"),
    }.ToDictionary(group => group.Dimension!);

    public static readonly UsageGroup None = new("NULL", Whole);

    /// <summary>True where a call may be of no group: it is then only in the sums over everything.</summary>
    public bool IsPartial => Dimension is "tier" or "member" or "key" || Name is not null;

    /// <summary>What may stand in <c>group_by</c>.</summary>
    public static string Words => string.Join(", ", Known.Keys);

    public static Result<UsageGroup> Parse(string? groupBy)
    {
        if (groupBy is null) return None;
        if (Known.TryGetValue(groupBy, out var known)) return known;
        if (groupBy.StartsWith("metadata[", StringComparison.Ordinal) && groupBy.EndsWith(']')
            && groupBy[9..^1] is { Length: > 0 and <= LongestName } name)
            return new UsageGroup("metadata ->> @Name", null, name);
        return ApiError.Invalid($"'group_by' must be one of: {Words}, metadata[name].", "group_by", "invalid_value");
    }

    /// <summary>A condition over a row that is of the group; a value of null means of no group. The first column named is indexed.</summary>
    public string Of(string? value) => (Dimension, value) switch
    {
        ("member", not null) => "actor_id = @Value AND actor_type = 'user'",
        ("key", not null) => "actor_id = @Value AND actor_type = 'key'",
        (_, null) => $"{Sql} IS NULL",
        _ => $"{Sql} = @Value",
    };
}
