using System.Data;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Portal.Access;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Runs;
using Portal.Client.Threads;
using Portal.Data;

namespace Portal.Audit;

internal sealed class AuditService(IDatabase database, IJournal journal, CallContext context, TimeProvider time) : IAuditService
{
    const int ExportBatch = 500;
    const int MostSuggestions = 20;

    public async Task<Result<ListPage<AuditEvent>>> List(AuditFilter filter, ListQuery query, CancellationToken cancellation)
    {
        if (Check(filter) is { } denied) return denied;
        var (within, projects) = (filter.Bounded(time.GetUtcNow()), Scope(filter));
        return await database.Read(connection => ReadPage(connection, within, projects, query), cancellation);
    }

    public async Task<Result<ListPage<AuditSuggestion>>> Suggest(
        AuditSuggestionField field, string? text, string? projectId, CancellationToken cancellation)
    {
        var filter = new AuditFilter(ProjectId: projectId);
        if (Check(filter) is { } denied) return denied;
        var projects = Scope(filter);
        var found = await database.Read(connection => field is AuditSuggestionField.Actor
            ? AuditActorsRepository.Find(connection, projects, text, MostSuggestions)
                .Select(actor => new AuditSuggestion(actor.Id, actor.Name, Wire.Word<ActorType>(actor.Type))).ToList()
            : Actions(connection, projects, text), cancellation);
        return new ListPage<AuditSuggestion>(found, null, null, false);
    }

    /// <summary>All rows that the filter lets pass and that are there now. The export itself is audited before its first row.</summary>
    public async Task<Result<ExportFile<AuditEvent>>> Export(AuditFilter filter, bool ascending, ExportFormat format, CancellationToken cancellation)
    {
        if (Check(filter) is { } denied) return denied;
        var (within, projects) = (filter.Bounded(time.GetUtcNow()), Scope(filter));
        var selection = await database.Read(connection => Select(connection, within, projects, !ascending, ExportBatch), cancellation);
        await journal.Record(new AuditEntry("audit.exported", "audit_log", null, filter.ProjectId) { Changes = Describe(within, format) }, cancellation);
        return new ExportFile<AuditEvent>("audit_log", format, AuditColumns.Names, AuditColumns.Of, ReadAll(selection, CancellationToken.None));
    }

    /// <summary>Null for all rows.</summary>
    IReadOnlyList<string>? Scope(AuditFilter filter) => filter.ProjectId is { } project ? [project] : context.Caller.ProjectsWith(Permission.ReadAudit);

    ApiError? Check(AuditFilter filter)
    {
        var denied = filter.ProjectId is null
            ? context.Caller.Check(Permission.ReadAudit)
            : context.Caller.Check(Permission.ReadAudit, filter.ProjectId);
        if (denied is not null) return denied with { Param = filter.ProjectId is null ? null : "project_id" };
        return filter is { From: { } from, To: { } to } && from > to ? ApiError.Invalid("'to' must not be before 'from'.", "to", "invalid_value") : null;
    }

    static Result<ListPage<AuditEvent>> ReadPage(
        IDbConnection connection, AuditFilter filter, IReadOnlyList<string>? projects, ListQuery query)
    {
        var backwards = query is { Before: not null, After: null };
        var selection = Select(connection, filter, projects, !query.Ascending, query.Limit);
        foreach (var (name, id, isAfter) in new[] { ("after", query.After, true), ("before", query.Before, false) })
        {
            if (id is null) continue;
            if (AuditRepository.SequenceOf(connection, id) is not { } sequence)
                return ApiError.Invalid($"'{name}' is not the id of an audit event.", name, "invalid_value");
            selection = selection.Descending == isAfter
                ? selection with { High = Math.Min(selection.High, sequence - 1) }
                : selection with { Low = Math.Max(selection.Low, sequence + 1) };
        }

        var slice = AuditRepository.Read(connection, backwards ? selection with { Descending = !selection.Descending } : selection);
        var rows = backwards ? slice.Rows.Reverse().ToList() : slice.Rows;
        var end = slice.ReadUpTo is { } sequenceRead ? AuditRepository.IdOf(connection, sequenceRead) : null;
        return new ListPage<AuditEvent>(
            [.. rows.Select(ToEvent)],
            (backwards ? end : null) ?? (rows is [var first, ..] ? first.Id : null),
            (backwards ? null : end) ?? (rows is [.., var last] ? last.Id : null),
            end is not null);
    }

    static AuditSelection Select(
        IDbConnection connection, AuditFilter filter, IReadOnlyList<string>? projects, bool descending, int take)
    {
        var low = filter.From is { } from ? AuditRepository.FirstAt(connection, from) ?? long.MaxValue : 1;
        var high = filter.To is { } to ? AuditRepository.LastBefore(connection, to) ?? 0 : AuditRepository.LastSequence(connection);
        return new AuditSelection(filter, projects, low, high, descending, take);
    }

    async IAsyncEnumerable<AuditEvent> ReadAll(AuditSelection selection, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            var slice = await database.Read(connection => AuditRepository.Read(connection, selection), cancellation);
            foreach (var row in slice.Rows) yield return ToEvent(row);
            if (slice.ReadUpTo is not { } sequence) yield break;
            selection = selection.After(sequence);
        }
    }

    static List<AuditChange> Describe(AuditFilter filter, ExportFormat format) =>
    [
        new("format", null, JsonSerializer.SerializeToElement(Wire.Word(format))),
        .. JsonSerializer.SerializeToElement(filter, Wire.Json).EnumerateObject()
            .Where(field => field.Value.ValueKind is not JsonValueKind.Null)
            .Select(field => new AuditChange(field.Name, null, field.Value)),
    ];

    static IReadOnlyList<AuditSuggestion> Actions(IDbConnection connection, IReadOnlyList<string>? projects, string? text) =>
    [
        .. (projects is null ? AuditActorsRepository.Actions(connection, null) : projects.SelectMany(project => AuditActorsRepository.Actions(connection, project)))
            .Distinct().Where(action => text is null || action.Contains(text, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)
            .Select(action => new AuditSuggestion(action, action, null)),
    ];

    public static AuditEvent ToEvent(AuditRow row) => new(
        row.Id,
        row.Sequence,
        row.CreatedAt,
        new AuditActor(Wire.Word<ActorType>(row.ActorType), row.ActorId, row.ActorName, row.ActorIp),
        row.Action,
        row is { TargetType: not null, TargetId: not null } ? new AuditTarget(row.TargetType, row.TargetId) : null,
        row.ProjectId,
        Wire.Word<AuditOutcome>(row.Outcome),
        (int?)row.Status,
        row.RequestId,
        row.DurationMs,
        Wire.Deserialize<List<AuditChange>>(row.Changes),
        Wire.DeserializeOrDefault<Upstream>(row.Upstream),
        Wire.DeserializeOrDefault<TokenUsage>(row.Usage),
        row.SafetyFlag,
        row.PreviousHash,
        row.Hash);
}
