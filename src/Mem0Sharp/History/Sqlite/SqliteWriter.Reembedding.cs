using System.Globalization;

namespace Mem0Sharp;

/// <content>The vectors of the model that the file is moved to.</content>
internal sealed partial class SqliteWriter
{
    // By what counts now it is told whether a text is the history's: erased meanwhile, its vector must not come back.
    private static readonly string InsertStaged = $"""
        INSERT OR IGNORE INTO next_embeddings (hash, vector, checksum)
        SELECT *, {SqliteChecksum.Of("next_embeddings")} FROM (SELECT $hash AS hash, $vector AS vector)
        WHERE hash IN (SELECT hash FROM embeddings) OR hash IN (SELECT hash FROM late_embeddings)
        """;

    private static readonly string DeleteDamaged = $"DELETE FROM next_embeddings AS n WHERE NOT {SqliteChecksum.Holds("next_embeddings", "n")}";

    public int Stage(IReadOnlyList<KeyValuePair<string, StoredEmbedding>> embeddings, bool restarts) => InTransaction(() =>
    {
        EmbeddingSpace space = embeddings[0].Value.Space;
        EmbeddingSpace? staged = Space(NextSpaceProperties);
        if (restarts && staged != space)
        {
            Unstage();
            staged = null;
        }

        StoredEmbedding.EnsureOf(staged ?? space, embeddings);
        if (staged is null)
        {
            SetSpace(NextSpaceProperties, space);
        }

        return embeddings.Sum(each => Statement(
            InsertStaged,
            ("$hash", HistoryRecord.TextHash(each.Key)),
            ("$vector", SqliteRecord.Write(each.Value.Vector))).Run());
    });

    public bool ReplaceEmbeddings(EmbeddingSpace space) => InTransaction(() =>
    {
        // What is damaged can be made again.
        Execute(DeleteDamaged);
        StagedEmbeddings staged = Staged();
        if (staged.Count < staged.TextCount || (staged.TextCount > 0 && staged.Space != space))
        {
            return false;
        }

        Execute("DELETE FROM embeddings");
        Execute("INSERT INTO embeddings (hash, vector, checksum) SELECT hash, vector, checksum FROM next_embeddings ORDER BY number");
        Execute("DELETE FROM late_embeddings");
        Unstage();
        SetSpace(SpaceProperties, space);
        SetProperty("epoch", (Position().Epoch + 1).ToString(CultureInfo.InvariantCulture));
        return true;
    });

    private void Unstage()
    {
        Execute("DELETE FROM next_embeddings");
        Statement("DELETE FROM properties WHERE name = $name", ("$name", NextSpaceProperties.Model)).Run();
        Statement("DELETE FROM properties WHERE name = $name", ("$name", NextSpaceProperties.Dimensions)).Run();
    }

    private void SetSpace((string Model, string Dimensions) properties, EmbeddingSpace space)
    {
        SetProperty(properties.Model, space.Model);
        SetProperty(properties.Dimensions, space.Dimensions.ToString(CultureInfo.InvariantCulture));
    }
}
