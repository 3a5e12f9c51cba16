using Portal.Client.Api;
using Portal.Client.Models;
using Portal.Client.Providers;

namespace Portal.Tests.Providers;

/// <summary>The server and the browser implement the same contract.</summary>
public sealed class ProvidersContractTests(PortalHost portal) : IClassFixture<PortalHost>
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Providers_AreKept(bool onServer) => Run<IProvidersService>(onServer, new ProvidersClient(portal.InBrowser()), async service =>
    {
        var input = new ProviderInput { Name = "A", Kind = ProviderKind.Openai, BaseUrl = "http://localhost:9/v1", ApiKey = "k", Priority = 7 };
        var made = Value(await service.Create(input, Cancellation));
        Assert.Equal(("A", "http://localhost:9/v1", true, 7, ProviderStatus.Unknown), (made.Name, made.BaseUrl, made.HasApiKey, made.Priority, made.Status));
        Assert.Equal(made, Value(await service.Get(made.Id, Cancellation)));

        // Without a key the present one stays, and with a new address it is asked for.
        var renamed = Value(await service.Update(made.Id, input with { Name = "B", ApiKey = null }, Cancellation));
        Assert.Equal(("B", true), (renamed.Name, renamed.HasApiKey));
        var refused = await service.Update(made.Id, input with { BaseUrl = "https://b.example.com", ApiKey = null }, Cancellation);
        Assert.Equal((400, "api_key"), (refused.Error!.Status, refused.Error.Param));

        var moderating = Value(await service.Update(made.Id, input with { Name = "B", ModerationModel = "omni" }, Cancellation));
        Assert.Equal(("omni", "omni"), (moderating.ModerationModel, Value(await service.Get(made.Id, Cancellation)).ModerationModel));
        Assert.Equal(renamed with { UpdatedAt = 0 }, Value(await service.Update(made.Id, input with { Name = "B", ApiKey = null }, Cancellation)) with { UpdatedAt = 0 });
        Assert.Equal("moderation_model", (await service.Create(input with { Kind = ProviderKind.Ollama, ModerationModel = "omni" }, Cancellation)).Error!.Param);
        renamed = Value(await service.Get(made.Id, Cancellation));

        Assert.Contains(renamed, Value(await service.List(ListQuery.Default, Cancellation)).Data);
        Assert.False(Value(await service.Test(made.Id, Cancellation)).Ok);
        Assert.Equal(new Deleted(made.Id, "provider.deleted"), Value(await service.Delete(made.Id, Cancellation)));
        Assert.Equal(404, (await service.Get(made.Id, Cancellation)).Error!.Status);
        Assert.Equal("base_url", (await service.Create(input with { BaseUrl = "nonsense" }, Cancellation)).Error!.Param);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Models_AreKept(bool onServer) => Run<IModelsService>(onServer, new ModelsClient(portal.InBrowser()), async service =>
    {
        var name = $"org/model-{onServer}";
        var input = new CatalogueModelInput
        {
            Tier = ModelTier.Reasoner,
            Targets = [new() { ProviderId = "prov_00000000000000000000000000", Model = "responder" }],
            ContextWindow = 9000,
            Prices = new() { InputPer1m = 1.5m, OutputPer1m = 2 },
        };
        var made = Value(await service.Put(name, input, Cancellation));
        Assert.Equal((name, ModelTier.Reasoner, 9000, 1.5m), (made.Id, made.Tier, made.ContextWindow, made.Prices!.InputPer1m));
        Assert.Equal(made.Prices, Assert.Single(Value(await service.ListPrices(name, Cancellation)).Data));
        Assert.Equal(made.Prices, Value(await service.Get(name, Cancellation)).Prices);
        Assert.Contains(Value(await service.List(Cancellation)).Data, model => model.Id == name && model.Available);
        Assert.Contains(Value(await service.ListCatalogue(new(Limit: 100), Cancellation)).Data, model => model.Id == name);
        Assert.Equal("targets[0].provider_id", (await service.Put(name, input with { Targets = [new() { ProviderId = "prov_x", Model = "m" }] }, Cancellation)).Error!.Param);
        Assert.Equal(new Deleted(name, "catalogue.model.deleted"), Value(await service.Delete(name, Cancellation)));
        Assert.Equal(404, (await service.Delete(name, Cancellation)).Error!.Status);
    });

    Task Run<T>(bool onServer, T browser, Func<T, Task> contract)
        where T : notnull => onServer ? portal.OnServer(contract) : contract(browser);

    static T Value<T>(Result<T> result)
    {
        Assert.True(result.IsSuccess, result.Error?.Message);
        return result.Value!;
    }
}
