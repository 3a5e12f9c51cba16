using System.Text.Json;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Projects;
using Portal.Tests.Hosting;

namespace Portal.Tests.Contracts;

public abstract class AssistantTransferContract(PortalHost host, Side side) : Contract<IAssistantTransferService>(host, side)
{
    const string Model = "gpt-4-fast-2026";

    /// <summary>Something in every field, in what people write and machines stumble over.</summary>
    static readonly AssistantInput Full = new()
    {
        Name = "عامل الإرجاع 🧾",
        Description = "Quote \" and\nline",
        Persona = new Persona { Tone = "calm", Expertise = "returns", Constraints = ["Never.", "Żółć 😀"] },
        Instructions = "Today is {{today}}; the plan is {{plan}}.\n\n```json\n{\"a\": 1}\n```\n",
        Variables = [new AssistantVariable { Name = "plan", Description = "Of the customer", Default = "basic" }],
        Model = Model,
        Tools =
        [
            new AssistantTool
            {
                Type = "function",
                Function = new FunctionTool { Name = "find", Description = "Finds", Strict = true, Parameters = JsonElement.Parse("""{"type":"object","properties":{"n":{"type":"number","minimum":1.50}}}""") },
            },
            new AssistantTool { Type = "code_interpreter", Enabled = false },
        ],
        Memory = new AssistantMemory { Enabled = false, SummaryMethod = SummaryMethod.Reflection },
        Safety = new AssistantSafety { Strict = true, AllowedDomains = ["*.example.com"] },
        Privacy = new AssistantPrivacy { Mode = PrivacyMode.Standard, AllowedEntities = ["email"] },
        Paused = true,
        Metadata = new Dictionary<string, string> { ["team"] = "returns" },
    };

    [Fact]
    public async Task ExportAndImport_IsTheSameAgain()
    {
        var (from, to) = (await AddProject(), await AddProject());
        var original = Ok(await Another<IAssistantsService>().Create(from, Full, Cancellation));

        var exported = Ok(await Service.Export(original.Id, Cancellation));
        var text = JsonSerializer.Serialize(exported, ApiJson.Default.AssistantExport);
        var imported = Ok(await Service.Import(to, JsonElement.Parse(text), null, Cancellation));

        Assert.Equal(text, JsonSerializer.Serialize(Ok(await Service.Export(imported.Id, Cancellation)), ApiJson.Default.AssistantExport));
        Assert.Equal((to, 1, true), (imported.ProjectId, imported.Version, imported.Paused));
    }

    [Fact]
    public async Task Import_OfAModelThatIsNotHere_TakesAnother()
    {
        var file = JsonSerializer.SerializeToElement(AssistantExport.Of(Full with { Model = "elsewhere-large" }), ApiJson.Default.AssistantExport);
        var project = await AddProject();

        Refused(await Service.Import(project, file, null, Cancellation), 400, "unknown_model", "assistant.model");

        Assert.Equal("gpt-4-tiny-2026", Ok(await Service.Import(project, file, "gpt-4-tiny-2026", Cancellation)).Model);
    }

    [Fact]
    public async Task Copy_WithinTheProject_IsNamedACopy_AndIntoAnotherAsItIs()
    {
        var original = Ok(await Another<IAssistantsService>().Create(await AddProject(), Full, Cancellation));
        var other = await AddProject();

        var here = Ok(await Service.Copy(original.Id, new AssistantCopyInput(), Cancellation));
        var there = Ok(await Service.Copy(original.Id, new AssistantCopyInput { ProjectId = other }, Cancellation));

        Assert.Equal((original.ProjectId, $"{Full.Name} (copy)", 1), (here.ProjectId, here.Name, here.Version));
        Assert.Equal((other, Full.Name), (there.ProjectId, there.Name));
        Assert.Equal(original.Instructions, there.Instructions);
        Refused(await Service.Copy(original.Id, new AssistantCopyInput { ProjectId = "proj_unknown" }, Cancellation), 404, "not_found", "project_id");
    }

    async Task<string> AddProject() => Ok(await Another<IProjectsService>().Create(new ProjectInput { Name = "Transfer" }, Cancellation)).Id;
}

public sealed class AssistantTransferOnServer(PortalHost host) : AssistantTransferContract(host, Side.Server);

public sealed class AssistantTransferInBrowser(PortalHost host) : AssistantTransferContract(host, Side.Browser);
