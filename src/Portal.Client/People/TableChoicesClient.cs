using Portal.Client.Api;

namespace Portal.Client.People;

sealed class TableChoicesClient(ApiClient api) : ITableChoices
{
    public Task<Result<TableChoice>> Choose(string table, TableChoiceInput input, CancellationToken cancellation) =>
        api.Put($"v2/profile/tables/{QueryString.Segment(table)}", input, ApiJson.Default.TableChoiceInput, ApiJson.Default.TableChoice, cancellation);
}
