-- wrk script of bench/run.py: wrk ... -s workloads.lua URL -- WORKLOAD ITEMS ITEMS_PER_PARTITION SEED CHECK
-- With CHECK = 1 the body of every answer is looked at; without, only its status.

local TABLE, WRITE_TABLE = "bench", "bench-writes"
local WRITE_KEYS = 1000000
local BATCH_ITEMS, QUERY_ITEMS = 25, 25

local items, per_partition
local heads, paddings = {}, {}

local function request_of(operation, body)
  return heads[operation] .. #body .. "\r\n\r\n" .. body
end

local function key(i)
  return string.format('"pk":{"S":"p%05d"},"sk":{"S":"s%08d"}', math.floor(i / per_partition), i)
end

local function any_item() return math.random(0, items - 1) end

-- About 1 KB by DynamoDB's rule of item sizes.
local function item(i)
  return string.format('{%s,"count":{"N":"%d"},"price":{"N":"%d.25"},"active":{"BOOL":true},"tags":{"SS":["new","red","sale"]},' ..
    '"address":{"M":{"street":{"S":"1 Main Street"},"zip":{"N":"10115"}}},"log":{"L":[{"N":"1"},{"S":"created"}]},"note":{"S":"%s"}}',
    key(i), i % 1000, i % 7919, paddings[math.random(#paddings)])
end

local workloads = {}

function workloads.get()
  return request_of("GetItem", '{"TableName":"' .. TABLE .. '","Key":{' .. key(any_item()) .. '}}')
end

function workloads.put()
  return request_of("PutItem", '{"TableName":"' .. WRITE_TABLE .. '","Item":' .. item(math.random(0, WRITE_KEYS - 1)) .. '}')
end

function workloads.update()
  return request_of("UpdateItem", '{"TableName":"' .. TABLE .. '","Key":{' .. key(any_item()) .. '},' ..
    '"UpdateExpression":"ADD #c :one SET changed = :text","ConditionExpression":"attribute_exists(pk)",' ..
    '"ExpressionAttributeNames":{"#c":"count"},"ExpressionAttributeValues":{":one":{"N":"1"},":text":{"S":"' ..
    paddings[math.random(#paddings)]:sub(1, 80) .. '"}}}')
end

function workloads.query()
  local partition = math.random(0, items / per_partition - 1)
  local first = partition * per_partition + math.random(0, per_partition - QUERY_ITEMS)
  return request_of("Query", '{"TableName":"' .. TABLE .. '","KeyConditionExpression":"pk = :p AND sk >= :s","Limit":' .. QUERY_ITEMS ..
    string.format(',"ExpressionAttributeValues":{":p":{"S":"p%05d"},":s":{"S":"s%08d"}}}', partition, first))
end

function workloads.batch()
  local requests, used = {}, {}
  while #requests < BATCH_ITEMS do
    local i = math.random(0, WRITE_KEYS - 1)
    if not used[i] then
      used[i] = true
      requests[#requests + 1] = '{"PutRequest":{"Item":' .. item(i) .. '}}'
    end
  end
  return request_of("BatchWriteItem", '{"RequestItems":{"' .. WRITE_TABLE .. '":[' .. table.concat(requests, ",") .. ']}}')
end

function workloads.mixed()
  if math.random() < 0.5 then return workloads.get() end
  return workloads.update()
end

local right = {
  get = function(body) return body:find('"note"', 1, true) end,
  query = function(body) return body:find('"Count"%s*:%s*25%D') end,
  batch = function(body) return body:find('"UnprocessedItems"%s*:%s*{%s*}') end,
}

wrong_answers, first_wrong = 0, ""

function init(arguments)
  local workload, seed, check = arguments[1], tonumber(arguments[4]), arguments[5] == "1"
  items, per_partition = tonumber(arguments[2]), tonumber(arguments[3])
  math.randomseed(seed)
  for i = 1, 32 do
    local letters = {}
    for j = 1, 780 do letters[j] = string.char(math.random(97, 122)) end
    paddings[i] = table.concat(letters)
  end
  local date = os.date("!%Y%m%d")
  for _, operation in ipairs { "GetItem", "PutItem", "UpdateItem", "Query", "BatchWriteItem" } do
    heads[operation] = "POST / HTTP/1.1\r\nHost: " .. wrk.headers["Host"] .. "\r\nX-Amz-Target: DynamoDB_20120810." .. operation ..
      "\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Date: " .. date .. "T000000Z\r\nAuthorization: AWS4-HMAC-SHA256 Credential=bench/" ..
      date .. "/us-east-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature=" .. ("0"):rep(64) .. "\r\nContent-Length: "
  end
  request = workloads[workload]
  if check then
    local is_right = right[workload] or function() return true end
    response = function(status, _, body)
      if status ~= 200 or not is_right(body) then
        wrong_answers = wrong_answers + 1
        if first_wrong == "" then first_wrong = status .. " " .. body:sub(1, 200) end
      end
    end
  end
end

local threads = {}
function setup(thread) threads[#threads + 1] = thread end

if os.getenv("BENCH_CHECK") == "1" then function response() end end -- or wrk does not call the one that init() makes

function done(summary, latency)
  local wrong, first = 0, ""
  for _, thread in ipairs(threads) do
    wrong = wrong + thread:get("wrong_answers")
    if first == "" then first = thread:get("first_wrong") end
  end
  local errors = summary.errors
  io.write(string.format('\nRESULT {"requests": %d, "microseconds": %d, "p50": %d, "p99": %d, "errors": %d, "wrong": %d, "first_wrong": "%s"}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.timeout + errors.status, wrong, (first:gsub('[%c"\\]', "'"))))
end
