using System.Text.Json;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Portal.Backups;
using Portal.Data.Sealing;
using Portal.Threads;

namespace Portal.Tests.Threads.Sealing;

public sealed class ErasureTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Deleted_Plain_LeavesNoByte()
    {
        await using var host = PortalHost.Start();
        await using var scene = await ChatScene.Set(host, ChatScene.LookupTool);
        await scene.SetMode("off");
        var threadId = await Canaries.Plant(scene);
        Assert.NotEmpty(WrittenBytes.With(host, Canaries.Word));

        Assert.Equal(200, (await scene.Client.Delete($"/v2/threads/{threadId}")).Status);
        await host.Services.GetRequiredService<PrivacyCatchUp>().Sweep(Cancellation);

        Assert.Equal(404, (await scene.Client.Get($"/v2/threads/{threadId}")).Status);
        await WrittenBytes.AreWithout(host, Canaries.Word);
        Assert.Equal("[]", Assert.Single(await host.Audit("thread.deleted", threadId)).Changes);
    }

    [Fact]
    public async Task Deleted_Sealed_DestroysItsKey_AndSaysWhich()
    {
        await using var host = PortalHost.Start();
        await using var scene = await ChatScene.Set(host);
        await scene.SetMode("strict");
        var threadId = await scene.NewThread();
        await scene.Ask(threadId, Canaries.Of("message"));
        var keyId = await host.Read(connection => connection.QuerySingle<string>("SELECT id FROM thread_keys WHERE thread_id = @threadId", new { threadId }));

        Assert.Equal(200, (await scene.Client.Delete($"/v2/threads/{threadId}")).Status);

        var change = JsonElement.Parse(Assert.Single(await host.Audit("thread.deleted", threadId)).Changes)[0];
        Assert.Equal(("key_id", keyId), (change.GetProperty("field").GetString(), change.GetProperty("before").GetString()));
        Assert.Contains($"{keyId} {threadId}", await File.ReadAllLinesAsync(Path.Combine(host.DataDirectory, DestroyedKeys.FileName), Cancellation));
        Assert.Equal(404, (await scene.Client.Get($"/v2/threads/{threadId}")).Status);
        await WrittenBytes.AreWithout(host, $"sealed1:{keyId}");
        Assert.Equal(0, await host.Read(connection => connection.ExecuteScalar<int>("SELECT COUNT(*) FROM thread_keys")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Restored_FromBeforeTheDeletion_IsDeletedAgain_WhereTheFileIsKept(bool wasSealed)
    {
        await using var host = PortalHost.Start();
        await using var scene = await ChatScene.Set(host);
        await scene.SetMode(wasSealed ? "strict" : "off");
        var (deleted, kept) = (await scene.NewThread(), await scene.NewThread());
        await scene.Ask(deleted, Canaries.Of("message"));
        await scene.Ask(kept, "Stay");
        var backup = await host.Admin.Post("/v2/organization/backups", "{}");
        var zip = Path.Combine(host.DataDirectory, "backups", backup["file_name"].GetString()!);
        // Sealed after the backup at the latest: the backup may hold the thread, and no key of it.
        await scene.SetMode("strict");
        await scene.Ask(deleted, "Once more");
        Assert.Equal(200, (await scene.Client.Delete($"/v2/threads/{deleted}")).Status);

        var (with, without) = (Empty(), Empty());
        File.Copy(Path.Combine(host.DataDirectory, DestroyedKeys.FileName), Path.Combine(with, DestroyedKeys.FileName));
        Assert.True(RestoredBackup.Restore(zip, with, Cancellation).IsSuccess);
        Assert.True(RestoredBackup.Restore(zip, without, Cancellation).IsSuccess);

        await using (var restored = PortalHost.Over(with))
        {
            Assert.Equal(404, (await restored.Admin.Get($"/v2/threads/{deleted}")).Status);
            Assert.Equal(200, (await restored.Admin.Get($"/v2/threads/{kept}")).Status);
            Assert.Equal("system", Assert.Single(await restored.Audit("thread.deleted", deleted)).ActorType);
            await restored.Services.GetRequiredService<PrivacyCatchUp>().Sweep(Cancellation);
            await WrittenBytes.AreWithout(restored, Canaries.Word);
        }

        await using (var restored = PortalHost.Over(without)) Assert.Equal(200, (await restored.Admin.Get($"/v2/threads/{deleted}")).Status);
        Directory.Delete(with, recursive: true);
        Directory.Delete(without, recursive: true);
    }

    [Fact]
    public async Task DestroyedKeys_MissingFromTheFile_AreAddedAtTheNextStart()
    {
        var data = Empty();
        string keyId;
        await using (var host = PortalHost.Over(data))
        {
            await using var scene = await ChatScene.Set(host);
            await scene.SetMode("strict");
            var threadId = await scene.NewThread();
            keyId = await host.Read(connection => connection.QuerySingle<string>("SELECT id FROM thread_keys WHERE thread_id = @threadId", new { threadId }));
            await scene.Client.Delete($"/v2/threads/{threadId}");
        }

        // As after a death between the deletion and the file, in the middle of a line.
        await File.WriteAllTextAsync(Path.Combine(data, DestroyedKeys.FileName), $"\n{keyId} thr", Cancellation);
        await using (var host = PortalHost.Over(data))
        {
            var lines = await File.ReadAllLinesAsync(Path.Combine(data, DestroyedKeys.FileName), Cancellation);
            Assert.Contains(lines, line => line.StartsWith($"{keyId} thread_", StringComparison.Ordinal));
        }

        Directory.Delete(data, recursive: true);
    }

    static string Empty() => Directory.CreateTempSubdirectory("portal-erasure-").FullName;
}
