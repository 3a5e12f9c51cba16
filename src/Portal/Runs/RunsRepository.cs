using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Audit;
using Portal.Client.Threads;
using Portal.Data.Sealing;

namespace Portal.Runs;

/// <param name="ParentId">The message that the run answers next; null at the root.</param>
/// <param name="ReplyId">The reply that it is making.</param>
/// <param name="Model">Asked for in place of the assistant's.</param>
/// <param name="Actor">Who asked, as JSON: the run is theirs in audit and use.</param>
[method: ExplicitConstructor]
internal sealed record RunRow(
    string Id,
    string ThreadId,
    string ProjectId,
    string AssistantId,
    long? AssistantVersion,
    string Status,
    string? ParentId,
    string ReplyId,
    string? Model,
    string Actor,
    long FirstSequence,
    long CreatedAt,
    long? ExpiresAt,
    long? CompletedAt)
{
    public MessageStatus State => Wire.Word<MessageStatus>(Status);

    public AuditActor AskedBy => Wire.Deserialize<AuditActor>(Actor);
}

[method: ExplicitConstructor]
internal sealed record RunStepRow(
    string RunId,
    long Step,
    string Type,
    long StartedAt,
    long LatencyMs,
    string? Input,
    string? Output,
    string? Usage,
    string? Error,
    string? Upstream,
    string? OperatorDetail,
    string? SafetyFlag)
{
    /// <param name="map">From a column and its text to another text.</param>
    public RunStepRow Mapped(Func<string, string?, string?> map) => this with
    {
        Input = map("run_steps.input", Input),
        Output = map("run_steps.output", Output),
        Error = map("run_steps.error", Error),
        OperatorDetail = map("run_steps.operator_detail", OperatorDetail),
    };
}

internal static class RunsRepository
{
    const string Columns = """
        id, thread_id, project_id, assistant_id, assistant_version, status, parent_id, reply_id, model, actor, first_sequence,
        created_at, expires_at, completed_at
        """;

    public static void Insert(IDbConnection connection, RunRow run) => connection.Execute($"""
        INSERT INTO runs ({Columns})
        VALUES (@Id, @ThreadId, @ProjectId, @AssistantId, @AssistantVersion, @Status, @ParentId, @ReplyId, @Model, @Actor,
          @FirstSequence, @CreatedAt, @ExpiresAt, @CompletedAt)
        """, run);

    public static RunRow? Find(IDbConnection connection, string id) =>
        connection.QueryFirstOrDefault<RunRow>($"SELECT {Columns} FROM runs WHERE id = @id", new { id });

    /// <summary>The thread's runs that have not ended, in the order of their asking.</summary>
    public static IReadOnlyList<RunRow> Open(IDbConnection connection, string threadId) => connection.Query<RunRow>($"""
        SELECT {Columns} FROM runs WHERE thread_id = @threadId AND status IN ('queued', 'in_progress', 'requires_action') ORDER BY id
        """, new { threadId }).AsList();

    /// <summary>Threads with work to go on with after a restart.</summary>
    public static IReadOnlyList<string> OpenThreads(IDbConnection connection) => connection.Query<string>("""
        SELECT DISTINCT thread_id FROM runs WHERE status IN ('queued', 'in_progress')
        """).AsList();

    /// <summary>Threads whose open tool calls have waited too long.</summary>
    public static IReadOnlyList<string> ExpiredThreads(IDbConnection connection, long now) => connection.Query<string>("""
        SELECT DISTINCT thread_id FROM runs WHERE status = 'requires_action' AND expires_at <= @now
        """, new { now }).AsList();

    /// <summary>Moves a run from one state to the next; false where it was not in the state expected.</summary>
    public static bool Move(IDbConnection connection, RunRow run, MessageStatus expected) => connection.Execute("""
        UPDATE runs SET status = @Status, assistant_version = @AssistantVersion, parent_id = @ParentId, reply_id = @ReplyId,
          expires_at = @ExpiresAt, completed_at = @CompletedAt
        WHERE id = @Id AND status = @Expected
        """, new
    {
        run.Id,
        run.Status,
        run.AssistantVersion,
        run.ParentId,
        run.ReplyId,
        run.ExpiresAt,
        run.CompletedAt,
        Expected = Wire.Word(expected),
    }) == 1;

    public static void InsertStep(IDbConnection connection, string threadId, RunStepRow step) => connection.Execute("""
        INSERT INTO run_steps (run_id, step, type, started_at, latency_ms, input, output, usage, error, upstream, operator_detail, safety_flag)
        VALUES (@RunId, (SELECT COALESCE(MAX(s.step), 0) + 1 FROM run_steps s WHERE s.run_id = @RunId), @Type, @StartedAt, @LatencyMs,
          @Input, @Output, @Usage, @Error, @Upstream, @OperatorDetail, @SafetyFlag)
        """, step.Mapped((column, text) => connection.Seal(threadId, column, text)));

    /// <summary>SQL of the second at which the run's model call began that had ended by then; null where its trace is gone. A run makes one call after the other.</summary>
    public static string BeginOfCall(string runId, string endedAt) =>
        $"(SELECT MAX(s.started_at) FROM run_steps s WHERE s.run_id = {runId} AND s.type = 'model_call' AND s.started_at <= {endedAt})";

    public static IReadOnlyList<RunStepRow> Steps(IDbConnection connection, string threadId, string runId) => [.. connection.Query<RunStepRow>("""
        SELECT run_id, step, type, started_at, latency_ms, input, output, usage, error, upstream, operator_detail, safety_flag
        FROM run_steps WHERE run_id = @runId ORDER BY step
        """, new { runId }).Select(step => step.Mapped((column, stored) => connection.Unseal(threadId, column, stored)))];
}
