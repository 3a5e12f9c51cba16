using System.Text.Json;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Projects;
using Portal.Tests.Hosting;

namespace Portal.Tests.Contracts;

public abstract class AssistantsContract(PortalHost host, Side side) : Contract<IAssistantsService>(host, side)
{
    const string Model = "gpt-4-fast-2026";

    [Fact]
    public async Task Create_KeepsTheDefinition_AndSaysWhatIsNotInForce()
    {
        var project = await AddProject();
        var made = Ok(await Service.Create(project, new AssistantInput
        {
            Name = "Advisor",
            Model = Model,
            Instructions = "Cite sources.",
            Persona = new Persona { Tone = "calm", Constraints = ["No advice on medicine."] },
            Tools =
            [
                new AssistantTool { Type = "function", Function = new FunctionTool { Name = "look_up", Parameters = JsonElement.Parse("""{"type":"object","properties":{"id":{"type":"string"}}}""") } },
                new AssistantTool { Type = "code_interpreter", Enabled = true },
            ],
            Memory = new AssistantMemory { SummaryMethod = SummaryMethod.Reflection },
            Safety = new AssistantSafety { Strict = true, AllowedDomains = ["*.court.gov"] },
        }, Cancellation));

        Assert.Equal((project, "Advisor", 1, false), (made.ProjectId, made.Name, made.Version, made.Archived));
        Assert.Equal(["tools[1]", "memory.summary_method"], made.NotInForce);
        Assert.Equal(JsonSerializer.Serialize(made, ApiJson.Default.Assistant), JsonSerializer.Serialize(Ok(await Service.Get(made.Id, Cancellation)), ApiJson.Default.Assistant));
        Assert.Equal(made.Id, Assert.Single(Ok(await Service.List(project, ListQuery.Default, Cancellation)).Data).Id);
    }

    [Fact]
    public async Task Update_MakesAVersion_OnlyWhereSomethingChanged()
    {
        var input = new AssistantInput { Name = "One", Model = Model };
        var id = Ok(await Service.Create(await AddProject(), input, Cancellation)).Id;
        Assert.Equal(1, Ok(await Service.Update(id, input, null, Cancellation)).Version);
        Assert.Equal(2, Ok(await Service.Update(id, input with { Name = "Two", Privacy = new AssistantPrivacy { Mode = PrivacyMode.Strict } }, 1, Cancellation)).Version);

        var versions = Ok(await Versions.List(id, new ListQuery(1), Cancellation));
        Assert.Equal(($"{id}.2", "Two", true), (versions.LastId, versions.Data[0].Assistant.Name, versions.HasMore));
        Assert.Equal("One", Assert.Single(Ok(await Versions.List(id, new ListQuery(After: versions.LastId), Cancellation)).Data).Assistant.Name);
        Assert.Equal("One", Ok(await Versions.Get(id, 1, Cancellation)).Assistant.Name);
        Refused(await Versions.Get(id, 3, Cancellation), 404, "not_found");
        Refused(await Versions.List(id, new ListQuery(After: "asst_other.1"), Cancellation), 400, "invalid_value", "after");
    }

    [Fact]
    public async Task Update_OverAnOlderVersion_IsRefused_AndChangesNothing()
    {
        var input = new AssistantInput { Name = "One", Model = Model };
        var id = Ok(await Service.Create(await AddProject(), input, Cancellation)).Id;
        Ok(await Service.Update(id, input with { Name = "Hers" }, 1, Cancellation));

        Refused(await Service.Update(id, input with { Name = "His" }, 1, Cancellation), 412, "precondition_failed", "If-Match");

        Assert.Equal(("Hers", 2), (Ok(await Service.Get(id, Cancellation)).Name, Ok(await Service.Get(id, Cancellation)).Version));
        Assert.Equal("His", Ok(await Service.Update(id, input with { Name = "His" }, 2, Cancellation)).Name);
    }

    [Fact]
    public async Task Pause_IsAVersion_ThatChangesNothingElse()
    {
        var made = Ok(await Service.Create(await AddProject(), new AssistantInput { Name = "One", Model = Model, Instructions = "Be brief." }, Cancellation));

        var paused = Ok(await Service.Pause(made.Id, true, Cancellation));
        var resumed = Ok(await Service.Pause(made.Id, false, Cancellation));

        Assert.Equal((true, 2, "Be brief."), (paused.Paused, paused.Version, paused.Instructions));
        Assert.Equal((false, 3, "Be brief."), (resumed.Paused, resumed.Version, resumed.Instructions));
    }

    [Fact]
    public async Task Version_KeepsItsNote_AndIsRestoredAsANewOne()
    {
        var input = new AssistantInput { Name = "One", Model = Model, Instructions = "First.", VersionNote = "As agreed" };
        var id = Ok(await Service.Create(await AddProject(), input, Cancellation)).Id;
        Ok(await Service.Update(id, input with { Instructions = "Second.", VersionNote = null }, null, Cancellation));
        Ok(await Service.Pause(id, true, Cancellation));

        var restored = Ok(await Versions.Restore(id, 1, new VersionRestoreInput(), Cancellation));

        Assert.Equal(("First.", 4, true), (restored.Instructions, restored.Version, restored.Paused));
        var versions = Ok(await Versions.List(id, ListQuery.Default, Cancellation)).Data;
        Assert.Equal(["Restored version 1.", null, null, "As agreed"], versions.Select(version => version.Note));
        Assert.All(versions, version => Assert.Null(version.Assistant.VersionNote));
        Refused(await Versions.Restore(id, 9, new VersionRestoreInput(), Cancellation), 404, "not_found");
    }

    [Fact]
    public async Task Compare_NamesEachFieldThatDiffers_WordByWord()
    {
        var input = new AssistantInput { Name = "One", Model = Model, Instructions = "Answer in one short sentence.", Persona = new Persona { Tone = "calm" } };
        var id = Ok(await Service.Create(await AddProject(), input, Cancellation)).Id;
        Ok(await Service.Update(id, input with { Instructions = "Answer in two short sentences.", Persona = null }, null, Cancellation));

        var compared = Ok(await Versions.Compare(id, 1, 2, Cancellation));

        Assert.Equal(["persona.tone", "instructions"], compared.Fields.Select(field => field.Field));
        Assert.Equal(("calm", null), (compared.Fields[0].Before, compared.Fields[0].After));
        Assert.Equal(
            [("Answer in ", PieceChange.Same), ("one", PieceChange.Removed), ("two", PieceChange.Added), (" short ", PieceChange.Same),
                ("sentence", PieceChange.Removed), ("sentences", PieceChange.Added), (".", PieceChange.Same)],
            compared.Fields[1].Text.Select(piece => (piece.Text, piece.Change)));
        Refused(await Versions.Compare(id, 1, 3, Cancellation), 404, "not_found");
    }

    [Fact]
    public async Task Compare_TwoDrafts_NeedsNoSavedOne()
    {
        var (mine, theirs) = (new AssistantInput { Name = "One", Model = Model }, new AssistantInput { Name = "One", Model = "gpt-4-tiny-2026" });
        var compared = Ok(await Versions.Compare(await AddProject(), new ComparisonInput { Before = mine, After = theirs }, Cancellation));
        Assert.Equal((Model, "gpt-4-tiny-2026"), (Assert.Single(compared.Fields).Before, compared.Fields[0].After));
    }

    [Fact]
    public async Task Archive_EndsIt_AndRestoreBringsItBack()
    {
        var id = Ok(await Service.Create(await AddProject(), new AssistantInput { Name = "Old", Model = Model }, Cancellation)).Id;
        Ok(await Service.Archive(id, Cancellation));
        var restored = Ok(await Service.Restore(id, Cancellation));
        Assert.Equal((false, 1, "Old"), (restored.Archived, restored.Version, restored.Name));
    }

    [Fact]
    public async Task Archive_EndsIt_ButItStaysReadable()
    {
        var input = new AssistantInput { Name = "Old", Model = Model };
        var id = Ok(await Service.Create(await AddProject(), input, Cancellation)).Id;
        Assert.Equal("assistant.deleted", Ok(await Service.Archive(id, Cancellation)).Object);
        Assert.True(Ok(await Service.Get(id, Cancellation)).Archived);
        Refused(await Service.Update(id, input with { Name = "New" }, null, Cancellation), 409, "assistant_archived");
    }

    [Fact]
    public async Task WhatRefersToNothing_IsRefusedAtItsField()
    {
        var project = await AddProject();
        var input = new AssistantInput { Name = "X", Model = Model };
        Refused(await Service.Create(project, input with { Model = "gpt-none" }, Cancellation), 400, "unknown_model", "model");
        Refused(await Service.Create(project, input with { Safety = new() { PolicyId = "pol_1" } }, Cancellation), 404, "not_found", "safety.policy_id");
        Refused(await Service.Create(project, input with { Memory = new() { VectorStoreIds = ["vs_1"] } }, Cancellation), 404, "not_found", "memory.vector_store_ids[0]");
        Refused(await Service.Create("proj_unknown", input, Cancellation), 404, "not_found", "OpenAI-Project");
        Refused(await Service.Get("asst_unknown", Cancellation), 404, "not_found");
    }

    [Fact]
    public async Task ArchivedProject_TakesNoNewAssistant()
    {
        var project = await AddProject();
        Ok(await Another<IProjectsService>().Archive(project, Cancellation));
        Refused(await Service.Create(project, new AssistantInput { Name = "X", Model = Model }, Cancellation), 409, "project_archived");
    }

    IAssistantVersionsService Versions => Another<IAssistantVersionsService>();

    async Task<string> AddProject() => Ok(await Another<IProjectsService>().Create(new ProjectInput { Name = "Assistants" }, Cancellation)).Id;
}

public sealed class AssistantsOnServer(PortalHost host) : AssistantsContract(host, Side.Server);

public sealed class AssistantsInBrowser(PortalHost host) : AssistantsContract(host, Side.Browser);
