using System.Data;
using System.Text.Json.Serialization;
using Dapper;
using Portal.Api;
using Portal.Client.Limits;
using Portal.Models;

namespace Portal.Limits;

[method: ExplicitConstructor]
internal sealed record LimitsRow(
    string ScopeType,
    string ScopeId,
    string ProjectId,
    long? TokensPerMinute,
    long? RequestsPerMinute,
    long? ConcurrentThreads,
    long? TokensPerDay,
    long? TokensPerMonth,
    long? MaxRunCostNanodollars,
    long QueueSeconds,
    long Weight,
    long UpdatedAt)
{
    [JsonIgnore]
    public Scope Scope => Scope.Of(ScopeType, ScopeId, ProjectId);

    public static LimitsRow None(Scope scope) => new(Wire.Word(scope.Type), scope.Id, scope.ProjectId, null, null, null, null, null, null, 0, 1, 0);

    public static LimitsRow From(Scope scope, LimitsInput input, long now) => new(
        Wire.Word(scope.Type), scope.Id, scope.ProjectId, input.TokensPerMinute, input.RequestsPerMinute, input.ConcurrentThreads, input.TokensPerDay,
        input.TokensPerMonth, input.MaxRunCost is { } cost ? ModelPrice.ToNanodollars(cost) : null, input.QueueSeconds, input.Weight, now);
}

internal static class LimitsRepository
{
    const string Columns = """
        scope_type, scope_id, project_id, tokens_per_minute, requests_per_minute, concurrent_threads, tokens_per_day, tokens_per_month,
        max_run_cost_nanodollars, queue_seconds, weight, updated_at
        """;

    public static List<LimitsRow> All(IDbConnection connection) => connection.Query<LimitsRow>($"SELECT {Columns} FROM limits").AsList();

    public static void Save(IDbConnection connection, LimitsRow row) => connection.Execute($"""
        INSERT INTO limits ({Columns}) VALUES (@ScopeType, @ScopeId, @ProjectId, @TokensPerMinute, @RequestsPerMinute, @ConcurrentThreads, @TokensPerDay,
          @TokensPerMonth, @MaxRunCostNanodollars, @QueueSeconds, @Weight, @UpdatedAt)
        ON CONFLICT (scope_type, scope_id, project_id) DO UPDATE SET tokens_per_minute = excluded.tokens_per_minute,
          requests_per_minute = excluded.requests_per_minute, concurrent_threads = excluded.concurrent_threads, tokens_per_day = excluded.tokens_per_day,
          tokens_per_month = excluded.tokens_per_month, max_run_cost_nanodollars = excluded.max_run_cost_nanodollars, queue_seconds = excluded.queue_seconds,
          weight = excluded.weight, updated_at = excluded.updated_at
        """, row);
}
