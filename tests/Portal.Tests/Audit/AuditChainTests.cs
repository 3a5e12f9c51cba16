using Dapper;
using Portal.Audit;
using Portal.Tests.Hosting;

namespace Portal.Tests.Audit;

public sealed class AuditChainTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task EveryRow_HashesItsContentAndTheRowBefore()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => host.AddProject($"Chained {number}")));
        var rows = await Rows();
        Assert.True(rows.Count > 20);
        Assert.Equal(Enumerable.Range(1, rows.Count).Select(number => (long)number), rows.Select(row => row.Sequence));
        Assert.Null(FirstBroken(rows));
    }

    [Theory]
    [InlineData("UPDATE audit_log SET actor_name = 'Somebody else' WHERE sequence = 2", 2)]
    [InlineData("UPDATE audit_log SET outcome = 'denied' WHERE sequence = 2", 2)]
    [InlineData("DELETE FROM audit_log WHERE sequence = 2", 3)]
    public async Task TamperedRow_BreaksTheChain(string tampering, long broken)
    {
        await using var own = PortalHost.Start();
        for (var count = 0; count < 3; count++) await own.AddProject();
        await own.Write(connection => connection.Execute(tampering));
        Assert.Equal(broken, FirstBroken(await Rows(own)));
    }

    Task<List<AuditRow>> Rows() => Rows(host);

    static Task<List<AuditRow>> Rows(PortalHost host) =>
        host.Read(connection => connection.Query<AuditRow>("SELECT * FROM audit_log ORDER BY sequence").ToList());

    static long? FirstBroken(List<AuditRow> rows)
    {
        var previous = new string('0', 64);
        foreach (var row in rows)
        {
            if (row.PreviousHash != previous || AuditWriter.HashOf(row) != row.Hash) return row.Sequence;
            previous = row.Hash;
        }

        return null;
    }
}
