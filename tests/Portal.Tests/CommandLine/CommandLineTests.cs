using Dapper;
using Microsoft.Data.Sqlite;

namespace Portal.Tests.CommandLine;

/// <summary>Every verb beside a portal that runs over the same data.</summary>
public sealed class CommandLineTests(PortalHost portal) : IClassFixture<PortalHost>
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task User_CreatedAndReset_SignsIn()
    {
        var made = await Run("user", "create", "--email", "ann@example.org", "--role", "agent", "--json");
        Assert.Equal((0, "ann@example.org", "agent"), (made.ExitCode, made.Json.GetProperty("email").GetString(), made.Json.GetProperty("role").GetString()));
        var browser = await portal.SignedIn("ann@example.org", made.Json.GetProperty("password").GetString()!);
        Assert.Equal(200, (await browser.Client.Get("/v2/session")).Status);

        var weak = await PortalCommand.Run(portal.DataDirectory, "short", ["user", "reset-password", "--email", "ann@example.org", "--password-stdin", "--json"]);
        Assert.Equal((1, "invalid_value"), (weak.ExitCode, weak.Json.GetProperty("code").GetString()));
        var reset = await PortalCommand.Run(portal.DataDirectory, "a brand new password\n", ["user", "reset-password", "--email", "ANN@example.org", "--password-stdin", "--json"]);
        Assert.Equal(0, reset.ExitCode);
        Assert.Equal("null", reset.Json.GetProperty("password").GetRawText());
        Assert.Equal(401, (await browser.Client.Get("/v2/session")).Status);
        await portal.SignedIn("ann@example.org", "a brand new password");

        Assert.Equal("email_taken", (await Run("user", "create", "--email", "ann@example.org", "--role", "admin", "--json")).Json.GetProperty("code").GetString());
        Assert.Equal("owner_exists", (await Run("user", "create", "--email", "bob@example.org", "--role", "owner", "--json")).Json.GetProperty("code").GetString());
        Assert.Equal(1, (await Run("user", "reset-password", "--email", "nobody@example.org")).ExitCode);
        var audited = await portal.Admin.Get("/v2/organization/audit_logs?action=user.password_reset");
        Assert.StartsWith("Command line (", audited["data"][0].GetProperty("actor").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Project_AndKey_WorkAtOnce_AndEndAtOnce()
    {
        var project = await Run("project", "create", "--name", "Scripted", "--json");
        var id = project.Json.GetProperty("id").GetString()!;
        Assert.Contains(id, (await Run("project", "list")).Output);
        var key = await Run("key", "create", "--project", id, "--name", "Nightly", "--scopes", "read", "--json");
        Assert.Equal(0, key.ExitCode);
        Assert.Equal(["read"], key.Json.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()));
        using var client = portal.Client(key.Json.GetProperty("key").GetString());
        Assert.Equal(200, (await client.Get("/v2/projects")).Status);
        var revoked = await Run("key", "revoke", key.Json.GetProperty("id").GetString()!);
        Assert.Equal(0, revoked.ExitCode);
        Assert.Equal(401, (await client.Get("/v2/projects")).Status);

        Assert.Equal(1, (await Run("key", "revoke", "key_none")).ExitCode);
        Assert.Equal(1, (await Run("key", "create", "--project", "proj_none", "--name", "x")).ExitCode);
        Assert.Equal(1, (await Run("key", "create", "--name", "neither project nor organization")).ExitCode);
        Assert.Equal(1, (await Run("project", "create", "--name", "two\nlines", "--json")).ExitCode);
    }

    [Fact]
    public async Task Assistant_GoesOutAndComesBack_AsItWas()
    {
        var (from, to) = (await portal.AddProject("From"), await portal.AddProject("To"));
        var made = await portal.Admin.Post("/v2/assistants", """{"name":"Returns 📦","model":"gpt-4-fast-2026","instructions":"Be brief.","persona":{"tone":"kind"}}""", ("OpenAI-Project", from));
        var file = Path.Combine(portal.DataDirectory, $"{Guid.NewGuid():N}.json");
        Assert.Equal(0, (await Run("assistant", "export", made.Id, "--out", file)).ExitCode);
        Assert.Equal(1, (await Run("assistant", "export", made.Id, "--out", file)).ExitCode);
        var brought = await Run("assistant", "import", file, "--project", to, "--json");
        Assert.True(brought.ExitCode == 0, brought.Error);
        var copy = await portal.Admin.Get($"/v2/assistants/{brought.Json.GetProperty("id").GetString()}");
        Assert.Equal((to, "Returns 📦", "kind"), (copy["project_id"].GetString(), copy["name"].GetString(), copy["persona"].GetProperty("tone").GetString()));
        var printed = await Run("assistant", "export", copy.Id);
        Assert.Equal(await File.ReadAllTextAsync(file, Cancellation), printed.Output);

        await File.WriteAllTextAsync(file, """{"format":"something.else"}""", Cancellation);
        Assert.Equal("not_an_export", (await Run("assistant", "import", file, "--project", to, "--json")).Json.GetProperty("code").GetString());
        Assert.Equal(1, (await Run("assistant", "import", "/nowhere.json", "--project", to)).ExitCode);
        Assert.Equal(1, (await Run("assistant", "export", "asst_none")).ExitCode);
    }

    [Fact]
    public async Task TwoProcesses_WriteOneChain()
    {
        // The portal writes all the time while other processes do, so that each has to read the other's last row.
        using var done = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            var written = 0;
            while (!done.IsCancellationRequested)
            {
                Assert.Equal(201, (await portal.Admin.Post("/v2/projects", """{"name":"Beside"}""")).Status);
                written++;
            }

            return written;
        }, Cancellation);
        var runs = new List<PortalCommand>();
        for (var round = 0; round < 2; round++)
            runs.AddRange(await Task.WhenAll(Enumerable.Range(0, 2).Select(number => Run("project", "create", "--name", $"Chained {number}", "--json"))));
        await done.CancelAsync();
        Assert.True(await writing > 0);
        Assert.All(runs, run => Assert.Equal(0, run.ExitCode));
        await portal.AddProject("After them");
        var verified = await Run("audit", "verify", "--json");
        Assert.True(verified.ExitCode == 0, verified.Error);
        var made = await portal.Read(connection => connection.Query<string>("SELECT target_id FROM audit_log WHERE action = 'project.created'").ToHashSet());
        Assert.All(runs, run => Assert.Contains(run.Json.GetProperty("id").GetString()!, made));
    }

    [Fact]
    public async Task Audit_ThatWasTamperedWith_FailsToVerify()
    {
        var folder = Directory.CreateTempSubdirectory("portal-tests-").FullName;
        await using (var own = PortalHost.Over(folder))
            for (var count = 0; count < 3; count++) await own.AddProject();
        using (var connection = new SqliteConnection($"Data Source={folder}/portal.db;Pooling=False"))
            connection.Execute("UPDATE audit_log SET actor_name = 'Somebody else' WHERE sequence = 2");
        var verified = await PortalCommand.Run(folder, "audit", "verify", "--json");
        Assert.Equal((1, "audit_broken"), (verified.ExitCode, verified.Json.GetProperty("code").GetString()));
        Assert.Contains("row 2", verified.Error);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task FolderThatIsNotPortals_IsRefused_AndLeftAlone()
    {
        var folder = Directory.CreateTempSubdirectory("portal-tests-").FullName;
        var empty = await PortalCommand.Run(folder, "project", "list", "--json");
        Assert.Equal((1, "not_a_portal"), (empty.ExitCode, empty.Json.GetProperty("code").GetString()));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        await File.WriteAllTextAsync(Path.Combine(folder, "portal.db"), "something else altogether, and of some length", Cancellation);
        Assert.Equal("not_a_portal", (await PortalCommand.Run(folder, "project", "list", "--json")).Json.GetProperty("code").GetString());
        Assert.StartsWith("something else", await File.ReadAllTextAsync(Path.Combine(folder, "portal.db"), Cancellation));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task UnknownVerb_AndHelp_DoNotServe()
    {
        Assert.Equal(1, (await Run("dance")).ExitCode);
        var help = await Run("--help");
        Assert.Equal(0, help.ExitCode);
        Assert.All((string[])["user", "key", "project", "assistant", "backup", "restore", "audit"], verb => Assert.Contains(verb, help.Output));
    }

    Task<PortalCommand> Run(params string[] arguments) => PortalCommand.Run(portal.DataDirectory, arguments);
}
