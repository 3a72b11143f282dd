using Mem0Sharp.WeightConverter;

if (args is not [string folder, string output])
{
    Console.Error.WriteLine("usage: Mem0Sharp.WeightConverter FOLDER OUTPUT");
    Console.Error.WriteLine("FOLDER holds model.json, its shards and vocab.json; OUTPUT becomes the file of int8 weights.");
    return 2;
}

ModelFolder model = ModelFolder.Read(folder);
using (FileStream file = File.Create(output))
{
    foreach (QuantizedTensor tensor in WeightWriter.Write(file, model, quantize: true))
    {
        Console.WriteLine($"{tensor.Name,-24} relative error {tensor.RelativeError:0.00000}");
    }
}

Console.WriteLine($"{new FileInfo(output).Length} bytes");
return 0;
