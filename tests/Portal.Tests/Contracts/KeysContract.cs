using Portal.Client.Api;
using Portal.Client.Keys;
using Portal.Tests.Hosting;

namespace Portal.Tests.Contracts;

public abstract class KeysContract(PortalHost host, Side side) : Contract<IKeysService>(host, side)
{
    [Fact]
    public async Task Create_ShowsTheSecretOnce()
    {
        var project = await Host.AddProject();
        var made = Ok(await Service.Create(project, new ApiKeyInput { Name = "Bot", Scopes = [KeyScope.Read, KeyScope.Chat] }, Cancellation));
        Assert.StartsWith("sk-", made.Key);
        Assert.Equal((project, "Bot"), (made.ProjectId, made.Name));
        Assert.Equal([KeyScope.Read, KeyScope.Chat], made.Scopes);
        Assert.Null(Ok(await Service.Get(project, made.Id, Cancellation)).Key);
        Assert.Equal(made.Id, Assert.Single(Ok(await Service.List(project, ListQuery.Default, Cancellation)).Data).Id);
        Assert.Equal(200, (await Host.Client(made.Key).Get($"/v2/projects/{project}")).Status);
    }

    [Fact]
    public async Task Rotate_GivesANewSecretToTheSameKey()
    {
        var project = await Host.AddProject();
        var made = Ok(await Service.Create(project, new ApiKeyInput { Name = "Bot" }, Cancellation));
        var rotated = Ok(await Service.Rotate(project, made.Id, new ApiKeyRotation { OverlapSeconds = 0 }, Cancellation));
        Assert.Equal(made.Id, rotated.Id);
        Assert.NotEqual(made.Key, rotated.Key);
        Assert.Equal(401, (await Host.Client(made.Key).Get("/v2/projects")).Status);
        Assert.Equal(200, (await Host.Client(rotated.Key).Get("/v2/projects")).Status);
    }

    [Fact]
    public async Task Revoke_EndsTheKey()
    {
        var project = await Host.AddProject();
        var made = Ok(await Service.Create(project, new ApiKeyInput { Name = "Bot" }, Cancellation));
        Assert.Equal(made.Id, Ok(await Service.Revoke(project, made.Id, Cancellation)).Id);
        Assert.Equal(401, (await Host.Client(made.Key).Get("/v2/projects")).Status);
    }

    [Fact]
    public async Task OrganizationKeys_StandApart()
    {
        var made = Ok(await Service.Create(null, new ApiKeyInput { Name = "Operator" }, Cancellation));
        Assert.Null(made.ProjectId);
        var project = await Host.AddProject();
        Refused(await Service.Get(project, made.Id, Cancellation), 404, "not_found");
        Assert.Equal(made.Id, Ok(await Service.Get(null, made.Id, Cancellation)).Id);
    }
}

public sealed class KeysOnServer(PortalHost host) : KeysContract(host, Side.Server);

public sealed class KeysInBrowser(PortalHost host) : KeysContract(host, Side.Browser);
