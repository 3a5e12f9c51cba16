using Dapper;
using Microsoft.Data.Sqlite;
using Portal.Audit;
using Portal.Data;
using Portal.Tests.CommandLine;

namespace Portal.Tests.Data;

/// <summary>Over the database of a portal 0.1 (<c>portal-0.1.sql</c>), and over one that a later version has written.</summary>
public sealed class UpgradeTests : IDisposable
{
    const string OldKey = "sk-old-organization-key-0123456789";
    const string Project = "proj_01m854ha11bdqypsjj64v5p5vx";
    const string Assistant = "asst_01m854hah92xkwb915et0hwgrk";
    const string Thread = "thread_01m854hbab0q0a54dhtjvcfaxn";

    readonly string folder = Directory.CreateTempSubdirectory("portal-tests-").FullName;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task OlderDatabase_KeepsEverything_AndWorksOn()
    {
        await MakeOld();
        await using var portal = PortalHost.Over(folder);
        using var old = portal.Client(OldKey);
        Assert.Equal("Returns desk", (await old.Get($"/v2/projects/{Project}"))["name"].GetString());
        var assistant = await old.Get($"/v2/assistants/{Assistant}");
        Assert.Equal(("Be brief and kind.", 2), (assistant["instructions"].GetString(), assistant["version"].GetInt32()));
        var messages = await old.Get($"/v2/threads/{Thread}/messages?order=asc");
        Assert.Equal("Where is my parcel? 📦", messages["data"][0].GetProperty("content").GetString());
        Assert.Equal("completed", messages["data"][1].GetProperty("status").GetString());
        Assert.Single((await old.Get($"/v2/projects/{Project}/keys"))["data"].EnumerateArray());
        Assert.Equal(1, (await old.Get("/v2/organization/usage"))["data"].EnumerateArray().Sum(bucket => bucket.GetProperty("runs").GetInt32()));
        Assert.Equal("UTC", (await old.Get("/v2/organization/settings"))["time_zone"].GetString());
        using var owner = await portal.SignedIn();
        var thread = await owner.Client.Get($"/v2/threads/{Thread}");
        Assert.Equal((0, 1795468865L), (thread["unread"].GetInt32(), thread["last_activity_at"].GetInt64()));
        Assert.StartsWith("You wrote: “Where is my parcel? 📦”  I am Portal's built-in responder", thread["preview"].GetString());

        var said = await old.Post($"/v2/threads/{Thread}/messages", """{"role":"user","content":"And now?"}""", ("Prefer", "wait=30"));
        Assert.Equal((201, "completed"), (said.Status, said["reply"].GetProperty("status").GetString()));
        Assert.Equal(2, (await owner.Client.Get($"/v2/threads/{Thread}"))["unread"].GetInt32());
        Assert.True((await portal.Read(connection => AuditChain.Verify(connection, Cancellation))).Ok);
        Assert.Equal(DatabaseVersion.Known, await portal.Read(DatabaseVersion.Executed));
    }

    [Fact]
    public async Task OlderDatabase_IsNotTouchedByACommand()
    {
        await MakeOld();
        var listed = await PortalCommand.Run(folder, "project", "list", "--json");
        Assert.Equal((1, "not_a_portal"), (listed.ExitCode, listed.Json.GetProperty("code").GetString()));
        Assert.Contains("earlier version", listed.Error);
        Assert.Equal(6, await Scripts());
    }

    [Fact]
    public async Task NewerDatabase_IsRefusedAtTheStart_AndNotTouched()
    {
        await MakeOld();
        await Run("INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('Portal.Data.Migrations.Sqlite.0999_future.sql', '2030-01-01')");
        var served = await PortalCommand.Run(folder, "--urls", "http://127.0.0.1:0");
        Assert.Equal(1, served.ExitCode);
        Assert.Contains("0999_future", served.Error);
        Assert.Contains("newer version of Portal", served.Error);
        Assert.DoesNotContain("   at ", served.Error + served.Output);
        Assert.Contains("0999_future", (await PortalCommand.Run(folder, "project", "list")).Error);
        Assert.Equal(7, await Scripts());
    }

    Task<int> Scripts()
    {
        using var connection = Open();
        return connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM SchemaVersions");
    }

    async Task MakeOld()
    {
        using var file = typeof(UpgradeTests).Assembly.GetManifestResourceStream("portal-0.1.sql")!;
        using var reader = new StreamReader(file);
        await Run(await reader.ReadToEndAsync(Cancellation));
    }

    async Task Run(string sql)
    {
        await using var connection = Open();
        await connection.ExecuteAsync(sql);
    }

    SqliteConnection Open() => new($"Data Source={Path.Combine(folder, "portal.db")};Pooling=False;Foreign Keys=False");
}
