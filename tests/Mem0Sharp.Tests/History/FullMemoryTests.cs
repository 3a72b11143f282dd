using System.Reflection;

namespace Mem0Sharp.Tests.History;

public sealed class FullMemoryTests
{
    [Fact]
    public void Item_EveryProperty_DiffersFromItsDefault()
    {
        MemoryItem bare = HistoryRows.Item("bare") with { CreatedAt = default, UpdatedAt = default, RecordedAt = default };

        foreach (PropertyInfo property in typeof(MemoryItem).GetProperties())
        {
            FullMemory.Plain(property.GetValue(FullMemory.Item)).Should().NotBe(
                FullMemory.Plain(property.GetValue(bare)), "a round trip proves nothing for {0} otherwise", property.Name);
        }
    }
}
