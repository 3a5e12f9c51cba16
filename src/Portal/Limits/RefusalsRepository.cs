using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Limits;
using Portal.Models;

namespace Portal.Limits;

/// <summary>The counter that decided, in tokens, requests, threads or nano-dollars.</summary>
internal sealed record RefusalCounters(long Limit, long Used, long Reserved, long Asked);

[method: ExplicitConstructor]
internal sealed record RefusalRow(
    string Id,
    string ProjectId,
    string ScopeType,
    string ScopeId,
    string DecidedBy,
    string? BudgetId,
    string ActorType,
    string ActorId,
    string? AssistantId,
    string Model,
    string Code,
    string Counters,
    string Message,
    long Minute,
    long Count,
    long CreatedAt,
    long LastAt)
{
    public Refusal ToContract(IReadOnlyDictionary<string, string> names)
    {
        var counters = Wire.Deserialize<RefusalCounters>(Counters);
        var kind = Wire.Word<LimitKind>(DecidedBy);
        var isMoney = kind is LimitKind.Budget or LimitKind.MaxRunCost or LimitKind.Unpriced;
        return new Refusal(
            Id, ProjectId, Wire.Word<ScopeType>(ScopeType), ScopeId, names.GetValueOrDefault(ScopeId), kind, BudgetId,
            Wire.Word<ActorType>(ActorType), ActorId, names.GetValueOrDefault(ActorId), AssistantId, Model, Code, Message,
            Figure(counters.Limit), Figure(counters.Used), Figure(counters.Reserved), Figure(counters.Asked), Count, CreatedAt, LastAt);

        decimal Figure(long value) => isMoney ? ModelPrice.ToDollars(value) : value;
    }
}

internal static class RefusalsRepository
{
    const string Columns = """
        id, project_id, scope_type, scope_id, decided_by, budget_id, actor_type, actor_id, assistant_id, model, code, counters, message, minute, count, created_at, last_at
        """;

    /// <returns>The id of the row in which it is counted.</returns>
    public static string Add(IDbConnection connection, RefusalRow row, long forgetBefore)
    {
        var id = connection.ExecuteScalar<string>($"""
            INSERT INTO refusals ({Columns}) VALUES (@Id, @ProjectId, @ScopeType, @ScopeId, @DecidedBy, @BudgetId, @ActorType, @ActorId, @AssistantId, @Model,
              @Code, @Counters, @Message, @Minute, 1, @CreatedAt, @LastAt)
            ON CONFLICT (minute, project_id, scope_type, scope_id, decided_by, actor_id, model) DO UPDATE SET
              count = count + 1, last_at = excluded.last_at, counters = excluded.counters, message = excluded.message, budget_id = excluded.budget_id
            RETURNING id
            """, row)!;
        if (id == row.Id) connection.Execute("DELETE FROM refusals WHERE minute < @forgetBefore", new { forgetBefore });
        return id;
    }

    /// <param name="projects">Null for all.</param>
    public static List<RefusalRow> List(IDbConnection connection, IReadOnlyCollection<string>? projects, ListQuery query)
    {
        var (where, order) = Keyset.Sql(query, "id");
        return connection.Query<RefusalRow>($"""
            SELECT {Columns} FROM refusals WHERE {(projects is null ? "TRUE" : "project_id IN @projects")} AND {where} ORDER BY {order} LIMIT @Take
            """, new { projects, query.After, query.Before, Take = Keyset.Take(query) }).AsList();
    }

    public static RefusalRow? Find(IDbConnection connection, string id) =>
        connection.QueryFirstOrDefault<RefusalRow>($"SELECT {Columns} FROM refusals WHERE id = @id", new { id });
}
