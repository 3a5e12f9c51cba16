using Portal.Client.Providers;
using Portal.Tests.Hosting;

namespace Portal.Tests.Contracts;

public abstract class ProvidersContract(PortalHost host, Side side) : Contract<IProvidersService>(host, side)
{
    [Fact]
    public async Task Create_KeepsTheKeyToItself()
    {
        var made = Ok(await Service.Create(Input(), Cancellation));
        Assert.True(made.HasApiKey);
        Assert.Equal((ProviderKind.Openai, "http://127.0.0.1:9/v1", ProviderStatus.Unknown), (made.Kind, made.BaseUrl, made.Status));
        Assert.Equal(made, Ok(await Service.Get(made.Id, Cancellation)));
    }

    [Fact]
    public async Task Update_WithoutTheKey_KeepsIt()
    {
        var made = Ok(await Service.Create(Input(), Cancellation));
        var renamed = Ok(await Service.Update(made.Id, Input() with { ApiKey = null, Name = $"Renamed {made.Id}" }, Cancellation));
        Assert.Equal(($"Renamed {made.Id}", true), (renamed.Name, renamed.HasApiKey));
    }

    [Fact]
    public async Task Update_AnotherAddress_AsksForTheKeyAgain()
    {
        var made = Ok(await Service.Create(Input(), Cancellation));
        var moved = Input() with { ApiKey = null, BaseUrl = "http://127.0.0.1:10/v1" };
        Refused(await Service.Update(made.Id, moved, Cancellation), 400, "api_key_required", "api_key");
        Assert.Equal(moved.BaseUrl, Ok(await Service.Update(made.Id, moved with { ApiKey = "secret" }, Cancellation)).BaseUrl);
    }

    [Fact]
    public async Task Test_NobodyThere_SaysSo()
    {
        var made = Ok(await Service.Create(Input() with { MaxRetries = 0 }, Cancellation));
        var test = Ok(await Service.Test(made.Id, Cancellation));
        Assert.False(test.Ok);
        Assert.NotEmpty(test.Error!);
    }

    [Fact]
    public async Task Delete_TakesItOut()
    {
        var made = Ok(await Service.Create(Input(), Cancellation));
        Assert.Equal(made.Id, Ok(await Service.Delete(made.Id, Cancellation)).Id);
        Refused(await Service.Get(made.Id, Cancellation), 404, "not_found");
    }

    static ProviderInput Input() => new() { Name = $"Local {Guid.NewGuid():N}", Kind = ProviderKind.Openai, BaseUrl = "http://127.0.0.1:9/v1", ApiKey = "secret" };
}

public sealed class ProvidersOnServer(PortalHost host) : ProvidersContract(host, Side.Server);

public sealed class ProvidersInBrowser(PortalHost host) : ProvidersContract(host, Side.Browser);
