using Bunit;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Projects;
using Portal.Client.Providers;
using Portal.Client.Shared;

namespace Portal.Client.Tests.Shared;

public sealed class FormErrorsTests : PageTest
{
    readonly FormErrors errors = new();

    [Fact]
    public void Check_TooLongName_NamesTheFieldAndTheMost()
    {
        Assert.False(errors.Check(new ProjectInput { Name = new string('x', 201) }));

        Assert.Equal("This has 201 characters; the most is 200.", errors.At("name"));
    }

    [Fact]
    public void Check_NestedRecord_PutsItsPathBeforeTheField()
    {
        Assert.False(errors.Check(new Persona { Tone = new string('x', 501) }, "persona."));

        Assert.NotNull(errors.At("persona.tone"));
    }

    [Fact]
    public void Check_WrongPattern_SaysWhatIsRight()
    {
        Assert.False(errors.Check(new FunctionTool { Name = "find order" }, "tools[0].function."));

        Assert.Equal("This must be 1 to 64 letters, digits, underscores and hyphens.", errors.At("tools[0].function.name"));
    }

    [Fact]
    public void Check_OutOfRange_NamesTheRange()
    {
        Assert.False(errors.Check(new ProviderInput { Name = "a", Kind = ProviderKind.Ollama, TimeoutSeconds = 0 }));

        Assert.Equal("Enter a number from 1 to 3,600.", errors.At("timeout_seconds"));
    }

    [Fact]
    public void Show_ParamOfAField_StandsBesideIt()
    {
        var field = Draw("name");

        field.InvokeAsync(() => errors.Show(ApiError.Invalid("'name' must be unique.", "name")));

        var input = field.Find("input");
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        Assert.Equal("'name' must be unique.", field.Find($"#{input.GetAttribute("aria-describedby")}").TextContent);
        Assert.Null(errors.Rest);
    }

    [Fact]
    public void Show_ParamBelowAField_StandsBesideTheNearest()
    {
        var field = Draw("tools");

        field.InvokeAsync(() => errors.Show(ApiError.Invalid("Two functions have this name.", "tools[1].function.name")));

        Assert.Equal("Two functions have this name.", errors.At("tools"));
    }

    [Fact]
    public void Show_ParamOfNoField_IsTheFormsOwn()
    {
        var field = Draw("name");

        field.InvokeAsync(() => errors.Show(ApiError.Invalid("No.", "metadata")));

        Assert.Equal("No.", errors.Rest?.Message);
    }

    [Fact]
    public void Typing_ClearsTheFieldsError()
    {
        var field = Draw("name");
        field.InvokeAsync(() => errors.Set("name", "This may not be empty."));
        Assert.Equal("true", field.Find("input").GetAttribute("aria-invalid"));

        field.Find("input").Input("Support");

        Assert.Null(errors.At("name"));
        Assert.Null(field.Find("input").GetAttribute("aria-invalid"));
    }

    [Fact]
    public void Field_BeforeThePageIsInteractive_IsDisabled()
    {
        SetRendererInfo(new Microsoft.AspNetCore.Components.RendererInfo("Static", isInteractive: false));

        Assert.True(Draw("name").Find("input").HasAttribute("disabled"));
    }

    IRenderedComponent<TextField> Draw(string param) => Render<TextField>(field => field
        .AddCascadingValue(errors)
        .Add(of => of.Label, "Name")
        .Add(of => of.Param, param));
}
