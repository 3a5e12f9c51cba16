using System.IO.Compression;
using Dapper;
using Microsoft.Data.Sqlite;
using Portal.Tests.CommandLine;
using Portal.Tests.Fakes;

namespace Portal.Tests.Backups;

public sealed class BackupsTests(PortalHost portal) : IClassFixture<PortalHost>
{
    const string Path = "/v2/organization/backups";

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Backup_IsListedDownloadedAndDeleted_AndAudited()
    {
        var made = await portal.Admin.Post(Path, "{}");
        Assert.Equal((201, "manual"), (made.Status, made["kind"].GetString()));
        var listed = await portal.Admin.Get(Path);
        Assert.Contains(listed["data"].EnumerateArray(), one => one.GetProperty("id").GetString() == made.Id);
        using var content = await portal.Admin.GetAsync($"{Path}/{made.Id}/content", Cancellation);
        Assert.Equal(("application/zip", made["file_name"].GetString()), (content.Content.Headers.ContentType!.MediaType, content.Content.Headers.ContentDisposition!.FileName));
        Assert.Equal(made["bytes"].GetInt64(), (await content.Content.ReadAsByteArrayAsync(Cancellation)).Length);
        Assert.Equal(200, (await portal.Admin.Delete($"{Path}/{made.Id}")).Status);
        Assert.Equal(404, (await portal.Admin.Get($"{Path}/{made.Id}/content")).Status);
        var audited = await portal.Admin.Get($"/v2/organization/audit_logs?target_id={made.Id}");
        Assert.Equal(["backup.deleted", "backup.downloaded", "backup.created"], audited["data"].EnumerateArray().Select(row => row.GetProperty("action").GetString()));
    }

    [Fact]
    public async Task Pages_AreByKeyset()
    {
        var ids = new List<string>();
        for (var count = 0; count < 3; count++) ids.Add((await portal.Admin.Post(Path, "{}")).Id);
        var first = await portal.Admin.Get($"{Path}?limit=2");
        Assert.Equal([ids[2], ids[1]], Ids(first));
        Assert.True(first["has_more"].GetBoolean());
        Assert.Equal(ids[0], Ids(await portal.Admin.Get($"{Path}?limit=1&after={ids[1]}")).Single());
        Assert.Equal(ids[1], Ids(await portal.Admin.Get($"{Path}?limit=1&before={ids[0]}")).Single());
        Assert.Equal(ids[2], Ids(await portal.Admin.Get($"{Path}?limit=1&order=asc&after={ids[1]}")).Single());
    }

    [Fact]
    public async Task Restore_BringsEverythingBack_SecretsToo_AndSignsEverybodyOut()
    {
        await using var server = new MailServer { Password = "very-own-secret" };
        await portal.Admin.Post("/v2/organization/settings", server.Settings(""","username":"portal","password":"very-own-secret" """));
        var project = await portal.AddProject("Brought back");
        var browser = await portal.SignedIn();
        var zip = System.IO.Path.Combine(portal.DataDirectory, $"{Guid.NewGuid():N}.zip");
        var folder = System.IO.Path.Combine(portal.DataDirectory, $"restored-{Guid.NewGuid():N}");
        var written = await PortalCommand.Run(portal.DataDirectory, "backup", "--out", zip, "--json");
        Assert.True(written.ExitCode == 0, written.Error);
        Assert.Equal(1, (await PortalCommand.Run(portal.DataDirectory, "backup", "--out", zip)).ExitCode);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(zip));

        var late = await portal.AddProject("After the backup");
        var restored = await PortalCommand.Run(folder, "restore", zip, "--json");
        Assert.True(restored.ExitCode == 0, restored.Error);
        await using var again = PortalHost.Over(folder);
        Assert.Equal(200, (await again.Admin.Get($"/v2/projects/{project}")).Status);
        Assert.Equal(404, (await again.Admin.Get($"/v2/projects/{late}")).Status);
        var mail = await again.Admin.Post("/v2/organization/settings/test_mail", """{"to":"ann@example.org"}""");
        Assert.True(mail["ok"].GetBoolean(), mail.Body.ToString());
        Assert.Equal(0, await again.Read(connection => connection.ExecuteScalar<int>("SELECT COUNT(*) FROM sessions")));
        Assert.Equal(200, (await browser.Client.Get("/v2/session")).Status);
        var audited = await again.Admin.Get("/v2/organization/audit_logs?action=backup.restored");
        Assert.Single(audited["data"].EnumerateArray());
        Assert.Equal(0, (await PortalCommand.Run(folder, "audit", "verify")).ExitCode);
        Assert.Equal("restore_refused", (await PortalCommand.Run(folder, "restore", zip, "--json")).Json.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Backup_WhileManyWrite_IsOneConsistentState()
    {
        using var done = new CancellationTokenSource();
        var writing = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested) await portal.AddProject("Busy");
        }, Cancellation)));
        var made = await portal.Admin.Post(Path, "{}");
        await done.CancelAsync();
        await writing;
        using var zip = new ZipArchive(await portal.Admin.GetStreamAsync($"{Path}/{made.Id}/content", Cancellation));
        var copy = System.IO.Path.Combine(portal.DataDirectory, $"{Guid.NewGuid():N}.db");
        await zip.GetEntry("portal.db")!.ExtractToFileAsync(copy, Cancellation);
        using var connection = new SqliteConnection($"Data Source={copy};Pooling=False");
        Assert.Equal("ok", connection.ExecuteScalar<string>("PRAGMA integrity_check"));
        // A project and its audit row are one transaction, so the copy has both or neither.
        Assert.Equal(0, connection.ExecuteScalar<int>("SELECT COUNT(*) FROM projects WHERE id NOT IN (SELECT target_id FROM audit_log WHERE action = 'project.created')"));
        Assert.True(Portal.Audit.AuditChain.Verify(connection, Cancellation).Ok);
    }

    [Fact]
    public async Task Restore_OfWhatIsNoBackup_IsRefused_AndLeavesNothing()
    {
        var good = System.IO.Path.Combine(portal.DataDirectory, $"{Guid.NewGuid():N}.zip");
        await File.WriteAllBytesAsync(good, await portal.Admin.GetByteArrayAsync($"{Path}/{(await portal.Admin.Post(Path, "{}")).Id}/content", Cancellation), Cancellation);
        var other = System.IO.Path.ChangeExtension(good, "other.zip");
        await File.WriteAllTextAsync(other, "no zip at all", Cancellation);
        Refused(other, "not a backup");
        var whole = await File.ReadAllBytesAsync(good, Cancellation);
        await File.WriteAllBytesAsync(other, whole[..(whole.Length / 2)], Cancellation);
        Refused(other, "not a backup");
        Refused(Altered(good, "manifest.json", manifest => manifest.Replace("\"format\":1", "\"format\":99", StringComparison.Ordinal)), "newer format");
        Refused(Altered(good, "manifest.json", manifest => manifest.Replace("0001_core.sql", "0099_future.sql", StringComparison.Ordinal)), "newer version");
        Refused(Altered(good, "manifest.json", manifest => manifest.Replace("portal.db", "../portal.db", StringComparison.Ordinal)), "../portal.db");
        Refused(Altered(good, "manifest.json", manifest => System.Text.RegularExpressions.Regex.Replace(manifest, "\"sha256\":\"....", "\"sha256\":\"0000")), "not what was backed up");
        Refused(Altered(good, "manifest.json", _ => "[]"), "manifest.json");
        Refused(Altered(good, "extra.sh", _ => "echo"), "extra.sh");
    }

    static void Refused(string file, string why)
    {
        var folder = $"{file}-folder";
        var restored = Portal.Backups.RestoredBackup.Restore(file, folder, Cancellation);
        Assert.False(restored.IsSuccess);
        Assert.Contains(why, restored.Error.Message);
        Assert.False(Directory.Exists(folder));
    }

    static string Altered(string good, string entry, Func<string, string> change)
    {
        var path = System.IO.Path.ChangeExtension(good, $"{Guid.NewGuid():N}.zip");
        File.Copy(good, path);
        using var zip = ZipFile.Open(path, ZipArchiveMode.Update);
        var before = "";
        if (zip.GetEntry(entry) is { } present)
        {
            using (var reader = new StreamReader(present.Open())) before = reader.ReadToEnd();
            present.Delete();
        }

        using var writer = new StreamWriter(zip.CreateEntry(entry).Open());
        writer.Write(change(before));
        return path;
    }

    static IEnumerable<string> Ids(Answered page) => page["data"].EnumerateArray().Select(one => one.GetProperty("id").GetString()!);
}
