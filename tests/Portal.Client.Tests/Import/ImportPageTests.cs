using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Api;
using Portal.Client.Import;
using Portal.Client.Models;
using Portal.Client.Projects;
using Portal.Client.Tests.Assistants;
using Portal.Client.Tests.Projects;
using Portal.Client.Tests.Shared;

namespace Portal.Client.Tests.Import;

public sealed class ImportPageTests : PageTest
{
    readonly FakeImport import = new();

    protected override void Register(IServiceCollection services) => services
        .AddSingleton<IImportService>(import)
        .AddSingleton<IProjectsService>(new FakeProjects())
        .AddSingleton<IModelsService>(new FakeAssistants());

    [Fact]
    public void Import_WaitsForTheCheck()
    {
        var page = Open();
        Assert.True(Button(page, "Check the export").HasAttribute("disabled"));
        Choose(page, """{"assistants":[{"id":"a"}]}""");
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent.Trim() == "Import");
        page.Find("form").Submit();
        Assert.True(Assert.Single(import.Inputs).DryRun);
        Assert.Contains("1 of 2, 1 skipped", page.Find(".facts").TextContent, StringComparison.Ordinal);
        Button(page, "Import").Click();
        Assert.False(import.Inputs[1].DryRun);
        Assert.Contains("The import is done", page.Find(".notice-good").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void BlockedCheck_OffersNoImport_AndAModelChecksAgain()
    {
        import.Kind = ImportNoteKind.Blocking;
        var page = Open();
        Choose(page, """{"assistants":[{"id":"a"}]}""");
        page.Find("form").Submit();
        Assert.True(Button(page, "Import").HasAttribute("disabled"));
        page.Find("#field-model").Change("gpt-4-fast-2026");
        Assert.Empty(page.FindAll(".facts"));
        page.Find("form").Submit();
        Assert.Equal("gpt-4-fast-2026", import.Inputs[^1].Model);
    }

    [Theory]
    [InlineData("no json", "not JSON")]
    [InlineData("[1,2]", "no export")]
    [InlineData("""{"files":[]}""", "no export")]
    public void FileThatIsNoExport_IsTold(string content, string why)
    {
        var page = Open();
        Choose(page, content);
        Assert.Contains(why, page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.True(Button(page, "Check the export").HasAttribute("disabled"));
    }

    [Fact]
    public void RefusedExport_IsTold()
    {
        import.Failure = ApiError.Invalid("'assistants[0].id' must be the object's id.", "assistants[0].id", "invalid_export");
        var page = Open();
        Choose(page, """{"assistants":[{}]}""");
        page.Find("form").Submit();
        Assert.Contains("assistants[0].id", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    IRenderedComponent<ImportPage> Open() => Draw<ImportPage>(Owner, page => page.Add(one => one.Id, "proj_1"));

    static void Choose(IRenderedComponent<ImportPage> page, string content) =>
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(content, "export.json", contentType: "application/json"));

    static AngleSharp.Dom.IElement Button(IRenderedComponent<ImportPage> page, string text) => page.FindAll("button").Single(button => button.TextContent.Trim() == text);

    sealed class FakeImport : IImportService
    {
        public List<ImportInput> Inputs { get; } = [];

        public ImportNoteKind Kind { get; set; } = ImportNoteKind.LeftOut;

        public ApiError? Failure { get; set; }

        public Task<Result<ImportReport>> Import(string projectId, ImportInput input, CancellationToken cancellation)
        {
            Inputs.Add(input);
            var report = new ImportReport(projectId, input.DryRun, new(2, 1, 1), new(0, 0, 0), new(0, 0, 0), [new(Kind, "assistants[0].model", "Why.")], 0);
            return Task.FromResult<Result<ImportReport>>(Failure is { } error ? error : report);
        }
    }
}
