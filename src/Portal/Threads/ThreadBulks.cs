using System.Data;
using Dapper;
using Portal.Api;
using Portal.Client.Api;
using Portal.Client.Threads;

namespace Portal.Threads;

/// <summary>What changes of many threads came to, for repeats under the same <c>Idempotency-Key</c>.</summary>
internal static class ThreadBulks
{
    public static void Insert(IDbConnection connection, string id, string callerId, IReadOnlyList<ThreadBulkOutcome> outcomes, long now)
    {
        connection.Execute("DELETE FROM thread_bulks WHERE created_at < @Oldest", new { Oldest = now - IdempotencyRepository.LifetimeSeconds });
        connection.Execute("""
            INSERT INTO thread_bulks (id, caller_id, outcomes, created_at) VALUES (@id, @callerId, @Outcomes, @now)
            """, new { id, callerId, Outcomes = Wire.Serialize(outcomes.Select(one => new Stored(one.Id, one.Error, one.Error?.Status))), now });
    }

    public static IReadOnlyList<ThreadBulkOutcome>? Find(IDbConnection connection, string callerId, string id) => Wire.DeserializeOrDefault<List<Stored>>(
        connection.QueryFirstOrDefault<string>("SELECT outcomes FROM thread_bulks WHERE id = @id AND caller_id = @callerId", new { id, callerId }))
        ?.ConvertAll(one => one.ToOutcome());

    /// <summary>An error's status is none of its fields, but its type is told from it.</summary>
    sealed record Stored(string Id, ApiError? Error, int? ErrorStatus)
    {
        public ThreadBulkOutcome ToOutcome() => Error is null
            ? new(Id, ThreadBulkStatus.Done, null)
            : new(Id, ThreadBulkStatus.Refused, Error with { Status = ErrorStatus ?? 0 });
    }
}
