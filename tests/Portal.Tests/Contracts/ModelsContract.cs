using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Models;
using Portal.Client.Providers;
using Portal.Tests.Hosting;

namespace Portal.Tests.Contracts;

public abstract class ModelsContract(PortalHost host, Side side) : Contract<IModelsService>(host, side)
{
    [Fact]
    public async Task List_HasWhatComesOutOfTheBox()
    {
        var models = Ok(await Service.List(Cancellation)).Data;
        Assert.Contains(models, model => model is { Id: "gpt-4-reasoner-2026", Tier: ModelTier.Reasoner, Available: true });
        Assert.Contains(models, model => model is { Id: "gpt-4-fast-2026", Tier: ModelTier.Fast });
        Assert.Contains(models, model => model is { Id: "gpt-4-tiny-2026", Tier: ModelTier.Tiny });
    }

    [Fact]
    public async Task Put_AddsAndReplaces_AndAPriceStaysOnRecord()
    {
        var name = $"team/{Guid.NewGuid():N}";
        var input = (await Input()) with { Prices = new ModelPrices { InputPer1m = 1.25m, OutputPer1m = 10m } };
        Assert.Equal(name, Ok(await Service.Put(name, input, Cancellation)).Id);
        Ok(await Service.Put(name, input with { ContextWindow = 16_384 }, Cancellation));
        var read = Ok(await Service.Get(name, Cancellation));
        Assert.Equal((16_384, 1.25m, 10m), (read.ContextWindow, read.Prices!.InputPer1m, read.Prices.OutputPer1m));
        Assert.NotEmpty(Ok(await Service.ListPrices(name, Cancellation)).Data);
        Assert.Equal(name, Ok(await Service.Delete(name, Cancellation)).Id);
        Refused(await Service.Get(name, Cancellation), 404, "not_found");
    }

    [Fact]
    public async Task ComingPrice_IsTakenBack()
    {
        var name = $"team/{Guid.NewGuid():N}";
        var from = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 3_600;
        Ok(await Service.Put(name, (await Input()) with { Prices = new ModelPrices { InputPer1m = 1, OutputPer1m = 2, EffectiveFrom = from } }, Cancellation));
        Ok(await Service.DeletePrice(name, from, Cancellation));
        Assert.Empty(Ok(await Service.ListPrices(name, Cancellation)).Data);
        Refused(await Service.DeletePrice(name, from, Cancellation), 404, "not_found");
    }

    [Fact]
    public async Task Delete_WhatAnAssistantUses_IsAConflict()
    {
        var name = $"used-{Guid.NewGuid():N}";
        Ok(await Service.Put(name, await Input(), Cancellation));
        var assistants = Another<IAssistantsService>();
        var assistant = Ok(await assistants.Create(await Host.AddProject(), new AssistantInput { Name = "User", Model = name }, Cancellation));
        Refused(await Service.Delete(name, Cancellation), 409, "model_in_use");
        Ok(await assistants.Archive(assistant.Id, Cancellation));
        Ok(await Service.Delete(name, Cancellation));
    }

    async Task<CatalogueModelInput> Input()
    {
        var providers = Ok(await Another<IProvidersService>().List(new ListQuery(100), Cancellation)).Data;
        var builtIn = providers.First(provider => provider.Kind is ProviderKind.Builtin).Id;
        return new CatalogueModelInput
        {
            Tier = ModelTier.Fast,
            Targets = [new ModelTarget { ProviderId = builtIn, Model = "built-in" }],
            ContextWindow = 8_192,
        };
    }
}

public sealed class ModelsOnServer(PortalHost host) : ModelsContract(host, Side.Server);

public sealed class ModelsInBrowser(PortalHost host) : ModelsContract(host, Side.Browser);
