using Dapper;
using Portal.Tests.Hosting;

namespace Portal.Tests.Data;

public sealed class FullDiskTests
{
    [Fact]
    public async Task NothingCanBeWritten_Answers503_AndNothingHappened()
    {
        await using var host = PortalHost.Start();
        var id = await host.AddProject("Before");
        var rows = await host.Read(Counts);
        await host.Write(connection => connection.Execute("PRAGMA max_page_count = 1"));

        var large = new string('x', 2000);
        var made = await host.Admin.Post("/v2/projects", $$"""{"name":"New","description":"{{large}}"}""", ("Idempotency-Key", "full-1"));
        for (var count = 0; count < 50 && made.Status == 201; count++)
            made = await host.Admin.Post("/v2/projects", $$"""{"name":"New","description":"{{large}}"}""");
        Assert.Equal((503, "unavailable"), (made.Status, made.Code));
        Assert.NotNull(made.Response.Headers.RetryAfter);
        var before = await host.Read(Counts);
        Assert.Equal(before.Projects - rows.Projects, before.Audited - rows.Audited);
        var changed = await host.Admin.Post($"/v2/projects/{id}", $$"""{"description":"{{large}}"}""");
        Assert.Equal(503, changed.Status);
        Assert.Equal(before, await host.Read(Counts));
        Assert.Equal(200, (await host.Admin.Get($"/v2/projects/{id}")).Status);

        await host.Write(connection => connection.Execute("PRAGMA max_page_count = 1073741823"));
        Assert.Equal(201, (await host.Admin.Post("/v2/projects", """{"name":"After"}""")).Status);
    }

    static (long Projects, long Audited) Counts(System.Data.IDbConnection connection) => (
        connection.ExecuteScalar<long>("SELECT COUNT(*) FROM projects"), connection.ExecuteScalar<long>("SELECT COUNT(*) FROM audit_log"));
}
