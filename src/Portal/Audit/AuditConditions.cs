using Dapper;
using Portal.Api;

namespace Portal.Audit;

/// <summary>A selection as SQL: conditions that leave to an index what the index is best at.</summary>
internal static class AuditConditions
{
    /// <param name="isFound">The rows are named beside these conditions: their range is then only checked, else SQLite would walk all of it.</param>
    public static (string Where, DynamicParameters Parameters) Of(AuditSelection selection, bool isFound = false)
    {
        var filter = selection.Filter;
        var parameters = new DynamicParameters(new
        {
            selection.Low,
            selection.High,
            selection.Projects,
            filter.Action,
            filter.ActorId,
            filter.TargetId,
            Outcome = filter.Outcome is { } outcome ? Wire.Word(outcome) : null,
            filter.From,
            filter.To,
            Take = selection.Take + 1,
        });
        // A plus keeps a column from being looked up: the bounds of the sequence have done the times, several projects are
        // only checked, along the order of the sequence, and so is what selects less than a target or an actor does. Where
        // words have been looked up, everything else is only checked.
        var isSearch = filter.Query is not null;
        var among = filter.TargetId is null && filter.ActorId is null && !isSearch ? "" : "+";
        List<string?> conditions =
        [
            isFound ? "+sequence BETWEEN @Low AND @High" : "sequence BETWEEN @Low AND @High",
            Projects(selection, parameters, among),
            filter.Action is null ? null : $"{among}action = @Action",
            filter.ActorId is null ? null : filter.TargetId is null && !isSearch ? "actor_id = @ActorId" : "+actor_id = @ActorId",
            filter.TargetId is null ? null : isSearch ? "+target_id = @TargetId" : "target_id = @TargetId",
            filter.Outcome is null ? null : $"{among}outcome = @Outcome",
            filter.From is null ? null : "+created_at >= @From",
            filter.To is null ? null : "+created_at < @To",
        ];
        return (string.Join(" AND ", conditions.Where(condition => condition is not null)), parameters);
    }

    static string? Projects(AuditSelection selection, DynamicParameters parameters, string among)
    {
        if (selection.Projects is null) return null;
        if (selection.Projects is not [var project]) return "+project_id IN @Projects";
        parameters.Add("Project", project);
        return $"{among}project_id = @Project";
    }
}
