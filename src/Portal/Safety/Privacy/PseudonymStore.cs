using Dapper;
using Portal.Data;
using Portal.Data.Sealing;
using Portal.Policies;
using Portal.Threads;

namespace Portal.Safety.Privacy;

/// <summary>The pseudonyms of each thread, their data encrypted: for this portal, and with the key of their thread, with which they go.</summary>
internal sealed class PseudonymStore(IDatabase database, ISecretProtector secrets, ThreadSealing sealing)
{
    const string Column = "thread_pseudonyms.protected_value";
    const string Purpose = "pseudonym";

    /// <param name="threadId">Null where there is no thread: then nothing is known.</param>
    public async Task<Pseudonyms> Load(string? threadId, ActivePolicy policy, CancellationToken cancellation)
    {
        if (threadId is null) return new(policy, []);
        var rows = await database.Read(connection => connection.Query<(string Name, string Entity, string Value)>("""
            SELECT name, entity, protected_value FROM thread_pseudonyms WHERE thread_id = @threadId ORDER BY number
            """, new { threadId }).Select(row => row with { Value = connection.Unseal(threadId, Column, row.Value) }).ToList(), cancellation);
        return new(policy, rows.Select(row => new Pseudonym(row.Name, row.Entity, secrets.Unprotect(Purpose, threadId, row.Value) ?? row.Name)));
    }

    /// <summary>Before the names leave: a reply that says one must be understood after a restart too.</summary>
    public async Task Save(string? threadId, Pseudonyms names, CancellationToken cancellation)
    {
        if (threadId is null || names.Added.Count == 0) return;
        await database.Write(connection =>
        {
            sealing.Prepare(connection, threadId);
            return connection.Execute("""
            INSERT INTO thread_pseudonyms (thread_id, number, name, entity, protected_value)
            SELECT @threadId, (SELECT COUNT(*) FROM thread_pseudonyms p WHERE p.thread_id = @threadId) + 1, @Name, @Entity, @Value
            WHERE EXISTS (SELECT 1 FROM threads t WHERE t.id = @threadId)
            ON CONFLICT DO NOTHING
            """, names.Added.Select(one => new { threadId, one.Name, one.Entity, Value = connection.Seal(threadId, Column, secrets.Protect(Purpose, threadId, one.Value)) }));
        }, cancellation);
    }
}
