using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Policies;

namespace Portal.Safety.Events;

[method: ExplicitConstructor]
internal sealed record SafetyEventRow(
    string Id,
    string ProjectId,
    string? AssistantId,
    string? ThreadId,
    string? RunId,
    string? MessageId,
    string? PolicyId,
    long? PolicyVersion,
    string RuleId,
    string Type,
    string Direction,
    string? Entity,
    string Action,
    double Score,
    long Count,
    string? Verdict,
    string? ReviewedBy,
    long? ReviewedAt,
    long CreatedAt)
{
    public SafetyEvent ToEvent() => new(
        Id, ProjectId, AssistantId, ThreadId, RunId, MessageId, PolicyId, (int?)PolicyVersion, RuleId, Type, Wire.Word<PolicyDirection>(Direction), Entity,
        Wire.Word<PolicyAction>(Action), Score, (int)Count, Verdict is null ? null : Wire.Word<SafetyVerdict>(Verdict), ReviewedBy, ReviewedAt, CreatedAt);

    public SafetyFlag ToFlag() => new(
        Id, PolicyId, RuleId, Type, Wire.Word<PolicyDirection>(Direction), Entity, Wire.Word<PolicyAction>(Action)) { MessageId = MessageId };
}

internal static class SafetyEventsRepository
{
    const string Columns = """
        id, project_id, assistant_id, thread_id, run_id, message_id, policy_id, policy_version, rule_id, type, direction, entity, action, score,
        count, verdict, reviewed_by, reviewed_at, created_at
        """;

    public static void Insert(IDbConnection connection, SafetyEventRow row) => connection.Execute($"""
        INSERT INTO safety_events ({Columns})
        VALUES (@Id, @ProjectId, @AssistantId, @ThreadId, @RunId, @MessageId, @PolicyId, @PolicyVersion, @RuleId, @Type, @Direction, @Entity, @Action,
          @Score, @Count, @Verdict, @ReviewedBy, @ReviewedAt, @CreatedAt)
        """, row);

    /// <summary>How often each was found, and how surely.</summary>
    public static int Count(IDbConnection connection, IReadOnlyList<SafetyEventRow> rows) =>
        connection.Execute("UPDATE safety_events SET count = @Count, score = @Score WHERE id = @Id", rows);

    /// <summary>What was found in these messages, by their ids.</summary>
    public static ILookup<string, SafetyFlag> FlagsOf(IDbConnection connection, IReadOnlyCollection<string> messageIds) =>
        connection.Query<SafetyEventRow>($"SELECT {Columns} FROM safety_events WHERE message_id IN @messageIds ORDER BY id", new { messageIds })
            .ToLookup(row => row.MessageId!, row => row.ToFlag());

    public static SafetyEventRow? Find(IDbConnection connection, string id) =>
        connection.QueryFirstOrDefault<SafetyEventRow>($"SELECT {Columns} FROM safety_events WHERE id = @id", new { id });

    /// <param name="projects">Null for all.</param>
    public static IEnumerable<SafetyEventRow> List(IDbConnection connection, IReadOnlyCollection<string>? projects, SafetyEventFilter filter, ListQuery query)
    {
        var (where, order) = Keyset.Sql(query, "id");
        string?[] conditions =
        [
            where,
            projects is null ? null : "project_id IN @projects",
            filter.AssistantId is null ? null : "assistant_id = @AssistantId",
            filter.ThreadId is null ? null : "thread_id = @ThreadId",
            filter.PolicyId is null ? null : "policy_id = @PolicyId",
            filter.RuleId is null ? null : "rule_id = @RuleId",
            filter.Action is null ? null : "action = @Action",
            filter.Direction is null ? null : "direction = @Direction",
            filter.Reviewed switch { null => null, true => "verdict IS NOT NULL", _ => "verdict IS NULL" },
        ];
        return connection.Query<SafetyEventRow>($"""
            SELECT {Columns} FROM safety_events WHERE {string.Join(" AND ", conditions.OfType<string>())} ORDER BY {order} LIMIT @Take
            """, new
        {
            projects,
            filter.AssistantId,
            filter.ThreadId,
            filter.PolicyId,
            filter.RuleId,
            Action = filter.Action is { } action ? Wire.Word(action) : null,
            Direction = filter.Direction is { } direction ? Wire.Word(direction) : null,
            query.After,
            query.Before,
            Take = Keyset.Take(query),
        });
    }

    public static void Review(IDbConnection connection, SafetyEventRow row) => connection.Execute(
        "UPDATE safety_events SET verdict = @Verdict, reviewed_by = @ReviewedBy, reviewed_at = @ReviewedAt WHERE id = @Id", row);

    public static IEnumerable<(string? PolicyId, string RuleId, long Events, long Right, long Wrong)> Precision(IDbConnection connection, long from) =>
        connection.Query<(string?, string, long, long, long)>("""
            SELECT policy_id, rule_id, COUNT(*), SUM(CASE WHEN verdict = 'right' THEN 1 ELSE 0 END), SUM(CASE WHEN verdict = 'false_positive' THEN 1 ELSE 0 END)
            FROM safety_events WHERE created_at >= @from GROUP BY policy_id, rule_id ORDER BY COUNT(*) DESC, policy_id, rule_id
            """, new { from });
}
