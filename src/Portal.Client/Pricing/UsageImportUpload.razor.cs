using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;
using Portal.Client.Api;
using Portal.Client.Shared;

namespace Portal.Client.Pricing;

public sealed partial class UsageImportUpload(IUsageImportsService service) : IDisposable
{
    const int MostFiles = 20;
    const int MostBytes = 16 * 1024 * 1024;
    const int Step = 512 * 1024;

    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A file and how far it is: not begun, read in part (0 to 1), compared, or wrong.</summary>
    sealed class Upload(string name)
    {
        public string Name => name;

        public double? Read { get; set; }

        public UsageImport? Import { get; set; }

        public ApiError? Wrong { get; set; }
    }

    readonly CancellationTokenSource closing = new();
    List<Upload> files = [];
    string? providerId = "";
    bool isOver;
    bool busy;
    /// <summary>Each choice has an input of its own, so that the same file can be chosen again.</summary>
    int round;

    [Parameter, EditorRequired]
    public IReadOnlyList<(string Id, string Name)> Providers { get; set; } = [];

    /// <summary>One was compared.</summary>
    [Parameter]
    public EventCallback Imported { get; set; }

    public void Dispose()
    {
        closing.Cancel();
        closing.Dispose();
    }

    async Task Bring(InputFileChangeEventArgs chosen)
    {
        if (chosen.FileCount > MostFiles)
        {
            files = [new($"{chosen.FileCount} files") { Wrong = ApiError.Invalid($"At most {MostFiles} files can be brought at once.") }];
            round++;
            return;
        }

        busy = true;
        var brought = chosen.GetMultipleFiles(MostFiles).Select(file => (File: file, Upload: new Upload(file.Name))).ToList();
        files = [.. brought.Select(one => one.Upload)];
        foreach (var (file, upload) in brought) await Bring(file, upload);
        busy = false;
        round++;
    }

    async Task Bring(IBrowserFile file, Upload upload)
    {
        var text = await ReadText(file, upload);
        var answer = text.IsSuccess
            ? await service.Import(text.Value, string.IsNullOrEmpty(providerId) ? null : providerId, closing.Token)
            : text.Error;
        (upload.Import, upload.Wrong) = (answer.Value, answer.Error);
        StateHasChanged();
        if (answer.IsSuccess) await Imported.InvokeAsync();
    }

    async Task<Result<string>> ReadText(IBrowserFile file, Upload upload)
    {
        if (file.Size > MostBytes) return ApiError.Invalid("The file has more than 16 MiB. Bring it in parts.");
        var bytes = new byte[file.Size];
        try
        {
            await using var content = file.OpenReadStream(MostBytes, closing.Token);
            for (var read = 0; read < bytes.Length;)
            {
                upload.Read = (double)read / bytes.Length;
                StateHasChanged();
                var count = await content.ReadAsync(bytes.AsMemory(read, Math.Min(Step, bytes.Length - read)), closing.Token);
                if (count == 0) return Unreadable;
                read += count;
            }

            upload.Read = 1;
            StateHasChanged();
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return ApiError.Invalid("The file is not text in UTF-8. Export it as CSV in UTF-8.");
        }
        catch (JSException)
        {
            // A folder, or a file that has gone since it was chosen.
            return Unreadable;
        }
    }

    static ApiError Unreadable => ApiError.Invalid("The browser could not read this file. Choose it again.");

    static int Differing(UsageImport import) => new UsageImportDifferences(import).Differing.Count;

    static string Said(UsageImport import) => Differing(import) is var count and > 0
        ? $"{Figures.Whole(count)} of {Wording.Count(import.Lines.Count, "line")} {(count == 1 ? "differs" : "differ")}"
        : $"{Wording.Count(import.Lines.Count, "line")}, all equal";
}
