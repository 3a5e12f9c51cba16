using System.Data;
using Dapper;
using Portal.Access;

namespace Portal.Api;

/// <summary>The records behind <c>Idempotency-Key</c>: which call made which object, for 24 hours.</summary>
internal static class IdempotencyRepository
{
    public const long LifetimeSeconds = 24 * 60 * 60;

    public static void Insert(IDbConnection connection, string callerId, IdempotencyKey key, string objectId, long now)
    {
        connection.Execute("DELETE FROM idempotency_keys WHERE created_at < @Oldest", new { Oldest = now - LifetimeSeconds });
        connection.Execute("""
            INSERT INTO idempotency_keys (caller_id, key, request_hash, object_id, created_at)
            VALUES (@callerId, @Key, @Hash, @objectId, @now)
            """, new { callerId, key.Key, key.Hash, objectId, now });
    }

    public static (string RequestHash, string ObjectId)? Find(IDbConnection connection, string callerId, string key, long now) =>
        connection.QueryFirstOrDefault<(string, string)?>("""
            SELECT request_hash, object_id FROM idempotency_keys
            WHERE caller_id = @callerId AND key = @key AND created_at >= @Oldest
            """, new { callerId, key, Oldest = now - LifetimeSeconds });
}
