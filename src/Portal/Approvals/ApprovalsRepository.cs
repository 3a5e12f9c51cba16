using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Policies;
using Portal.Data.Sealing;

namespace Portal.Approvals;

internal static class ApprovalsRepository
{
    const string Columns = """
        id, project_id, thread_id, run_id, message_id, kind, direction, policy_id, policy_version, rule_id, refusal, payload, text_hash, asked_by,
        status, decided_by, decided_by_name, reason, created_at, expires_at, decided_at
        """;

    public static void Insert(IDbConnection connection, ApprovalRow row) => connection.Execute($"""
        INSERT INTO approvals ({Columns})
        VALUES (@Id, @ProjectId, @ThreadId, @RunId, @MessageId, @Kind, @Direction, @PolicyId, @PolicyVersion, @RuleId, @Refusal, @Payload, @TextHash, @AskedBy,
          @Status, @DecidedBy, @DecidedByName, @Reason, @CreatedAt, @ExpiresAt, @DecidedAt)
        """, row with { Payload = connection.Seal(row.ThreadId, "approvals.payload", row.Payload), Reason = connection.Seal(row.ThreadId, "approvals.reason", row.Reason) });

    public static ApprovalRow? Find(IDbConnection connection, string id) =>
        connection.Query<ApprovalRow>($"SELECT {Columns} FROM approvals WHERE id = @id", new { id }).Select(row => Opened(connection, row)).FirstOrDefault();

    /// <param name="projects">Null for all.</param>
    public static ListPage<Approval> List(IDbConnection connection, IReadOnlyCollection<string>? projects, ApprovalFilter filter, ListQuery query)
    {
        var (where, order) = Keyset.Sql(query, "id");
        var among = projects is null ? "TRUE" : "project_id IN @projects";
        var status = filter.Status is { } given ? Wire.Word(given) : null;
        var rows = connection.Query<ApprovalRow>($"""
            SELECT {Columns} FROM approvals
            WHERE {among} AND (@status IS NULL OR status = @status) AND (@ThreadId IS NULL OR thread_id = @ThreadId) AND {where}
            ORDER BY {order} LIMIT @Take
            """, new { projects, status, filter.ThreadId, query.After, query.Before, Take = Keyset.Take(query) });
        return Keyset.Page(rows.Select(row => Opened(connection, row).ToApproval()), query, approval => approval.Id);
    }

    /// <summary>False where it waits no more.</summary>
    public static bool Decide(IDbConnection connection, ApprovalRow row) => connection.Execute("""
        UPDATE approvals SET status = @Status, decided_by = @DecidedBy, decided_by_name = @DecidedByName, reason = @Reason, decided_at = @DecidedAt
        WHERE id = @Id AND status = 'pending'
        """, row with { Reason = connection.Seal(row.ThreadId, "approvals.reason", row.Reason) }) == 1;

    /// <summary>What was let through to the model in a thread: rule by rule, the hashes of the texts.</summary>
    public static IReadOnlyList<ApprovedText> Approved(IDbConnection connection, string threadId) => connection.Query<ApprovedText>("""
        SELECT policy_id, rule_id, text_hash FROM approvals WHERE thread_id = @threadId AND status = 'approved' AND text_hash IS NOT NULL
        """, new { threadId }).AsList();

    static ApprovalRow Opened(IDbConnection connection, ApprovalRow row) => row with
    {
        Payload = connection.Unseal(row.ThreadId, "approvals.payload", row.Payload)!,
        Reason = connection.Unseal(row.ThreadId, "approvals.reason", row.Reason),
    };
}

/// <summary>A text that a person has let through a rule.</summary>
[method: ExplicitConstructor]
internal sealed record ApprovedText(string? PolicyId, string RuleId, string TextHash);
